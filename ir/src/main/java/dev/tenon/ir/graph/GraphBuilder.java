package dev.tenon.ir.graph;

import dev.tenon.error.InternalErrorException;
import dev.tenon.error.ModelException;
import dev.tenon.internal.collections.UniqueNames;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds a graph: adds operators, names them, and infers the types of their results. */
public final class GraphBuilder {
  private final String name;
  private final List<Value> inputs = new ArrayList<>();
  private final List<OperatorNode> nodes = new ArrayList<>();
  private final UniqueNames taken = UniqueNames.from(2);
  private final Map<Parameter, Value> parameters = new IdentityHashMap<>();
  private final boolean nested;
  private final Set<Value> local = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<Value, Value> captured = new LinkedHashMap<>();

  /** Creates an empty graph. */
  public GraphBuilder(String name) {
    this(name, false);
  }

  /**
   * Creates an empty graph.
   *
   * @param nested whether values of an outer graph may be used: each becomes an input of its own
   */
  public GraphBuilder(String name, boolean nested) {
    this.name = name;
    this.nested = nested;
  }

  /** Creates a graph with the inputs and nodes of another one. */
  public static GraphBuilder extending(Graph graph) {
    GraphBuilder builder = new GraphBuilder(graph.name());
    for (Value input : graph.inputs()) {
      builder.unique(input.name());
      builder.inputs.add(input);
      builder.local.add(input);
    }
    for (OperatorNode node : graph.nodes()) {
      builder.unique(node.name());
      builder.nodes.add(node);
      builder.local.addAll(node.outputs());
    }
    return builder;
  }

  /** Adds an input. */
  public Value input(String inputName, TensorType type) {
    Value value = Value.of(unique(inputName), type);
    inputs.add(value);
    local.add(value);
    return value;
  }

  /** Adds an input under its own name. */
  public void addInput(Value value) {
    inputs.add(value);
    local.add(value);
  }

  /**
   * Returns the input of this nested graph for a value of the outer graph.
   *
   * <p>Constants and values of this graph are returned unchanged.
   */
  public Value capture(Value value) {
    if (!nested || value.constant() != null || local.contains(value)) {
      return value;
    }
    Value known = captured.get(value);
    if (known != null) {
      return known;
    }
    Value inner = input(value.name(), value.type());
    captured.put(value, inner);
    return inner;
  }

  /** Returns the outer values that this nested graph uses, in the order of their inputs. */
  public List<Value> captured() {
    return List.copyOf(captured.keySet());
  }

  /** Returns a constant under a unique name. */
  public Value constant(String hint, Tensor tensor) {
    return Value.constant(unique(hint), tensor);
  }

  /** Returns the value that reads a parameter, the same for every call. */
  public Value read(Parameter parameter) {
    return parameters.computeIfAbsent(parameter, Value::of);
  }

  /**
   * Adds an operator and returns its results.
   *
   * @param operator the operation
   * @param hint the preferred name; a taken one gets a number
   * @param origin the origin of the operator
   * @param operands the inputs; null for an optional one that is absent
   * @throws IllegalArgumentException if the inputs do not fit the operator
   */
  public List<Value> apply(
      Operator operator, String hint, Origin origin, List<@Nullable Value> operands) {
    Inference known = Inference.of(operands);
    List<TensorType> inferred;
    try {
      inferred = operator.infer(known);
    } catch (ModelException e) {
      throw e.from(place(operator, origin, known), origin.path());
    } catch (IllegalArgumentException e) {
      throw new InvalidNodeException(origin, place(operator, origin, known), e);
    } catch (IndexOutOfBoundsException e) {
      throw new InternalErrorException(place(operator, origin, known), e);
    }
    return apply(operator, hint, origin, operands, inferred);
  }

  private static String place(Operator operator, Origin origin, Inference known) {
    String where = origin.path().isEmpty() ? "" : origin + ": ";
    return where + operator.opType() + " of " + known.types();
  }

  /** Adds an operator with given result types in place of inferred ones. */
  public List<Value> apply(
      Operator operator,
      String hint,
      Origin origin,
      List<@Nullable Value> operands,
      List<TensorType> types) {
    String unique = unique(hint);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      names.add(i == 0 ? unique : unique + ":" + i);
    }
    return new ArrayList<>(apply(operator, unique, origin, operands, types, names).outputs());
  }

  /**
   * Adds an operator with given names of its node and results, as in an ONNX file.
   *
   * @param nodeName the node's name
   * @param types the types of the results
   * @param names the names of the results
   */
  public OperatorNode apply(
      Operator operator,
      String nodeName,
      Origin origin,
      List<@Nullable Value> operands,
      List<TensorType> types,
      List<String> names) {
    List<Value> outputs = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      outputs.add(Value.of(names.get(i), types.get(i)));
    }
    OperatorNode given = new OperatorNode(nodeName, operator, operands, outputs, origin);
    OperatorNode node = given.with(operator, given.map(this::capture));
    local.addAll(outputs);
    nodes.add(node);
    return node;
  }

  /** Returns the node of this graph that produces a value, or null. */
  public @Nullable OperatorNode producer(Value value) {
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (nodes.get(i).outputs().contains(value)) {
        return nodes.get(i);
      }
    }
    return null;
  }

  /** Removes the last node, such as one with constant results. */
  public void removeLast() {
    nodes.remove(nodes.size() - 1);
  }

  /** Adds a node unchanged. */
  public void add(OperatorNode node) {
    nodes.add(node);
  }

  /** Returns the graph with these outputs. */
  public Graph build(List<Value> outputs, List<String> outputNames) {
    List<Value> own = outputs.stream().map(this::capture).toList();
    return new Graph(name, inputs, nodes, own, outputNames);
  }

  /** Returns a name that is unique among the values and nodes of this graph. */
  public String unique(String hint) {
    return taken.unique(hint);
  }
}
