package dev.tenon.ir.graph;

import dev.tenon.error.InternalErrorException;
import dev.tenon.error.ModelException;
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

/** Collects operators into a graph, names them, and infers the types of what they give. */
public final class GraphBuilder {
  private final String name;
  private final List<Value> inputs = new ArrayList<>();
  private final List<OperatorNode> nodes = new ArrayList<>();
  private final UniqueNames taken = UniqueNames.from(2);
  private final Map<Parameter, Value> parameters = new IdentityHashMap<>();
  private final boolean nested;
  private final Set<Value> local = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<Value, Value> captured = new LinkedHashMap<>();

  /** Starts an empty graph. */
  public GraphBuilder(String name) {
    this(name, false);
  }

  /**
   * Starts an empty graph.
   *
   * @param nested whether values of an outer graph may be used: each becomes an input of its own
   */
  public GraphBuilder(String name, boolean nested) {
    this.name = name;
    this.nested = nested;
  }

  /** Starts a graph with the inputs and nodes of another, to which more are added. */
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

  /** Adds an input under the name that it has. */
  public void addInput(Value value) {
    inputs.add(value);
    local.add(value);
  }

  /**
   * Returns the input of this nested graph that stands for a value of the outer one.
   *
   * <p>Constants and values of this graph are returned as they are.
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
   * @param operator what is computed
   * @param hint the name wished for; a number is added where it is taken
   * @param origin where the operator comes from
   * @param operands the inputs, null for an optional one that is left out
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

  /** Adds an operator whose result types the caller knows better than inference. */
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
   * Adds an operator whose node and results have names of their own, as in an ONNX file.
   *
   * @param nodeName the node's name
   * @param types the types of the results
   * @param names one name a result
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

  /** Returns the operator that gave a value, or null if none of this graph's did. */
  public @Nullable OperatorNode producer(Value value) {
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (nodes.get(i).outputs().contains(value)) {
        return nodes.get(i);
      }
    }
    return null;
  }

  /** Takes the last node out again, such as one whose results turned out to be constants. */
  public void removeLast() {
    nodes.remove(nodes.size() - 1);
  }

  /** Adds a node as it is. */
  public void add(OperatorNode node) {
    nodes.add(node);
  }

  /** Returns the graph with these outputs. */
  public Graph build(List<Value> outputs, List<String> outputNames) {
    List<Value> own = outputs.stream().map(this::capture).toList();
    return new Graph(name, inputs, nodes, own, outputNames);
  }

  /** Returns a name that no value or node of this graph has yet. */
  public String unique(String hint) {
    return taken.unique(hint);
  }
}
