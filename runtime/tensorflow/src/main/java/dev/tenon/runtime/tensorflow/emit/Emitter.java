package dev.tenon.runtime.tensorflow.emit;

import dev.tenon.error.InternalErrorException;
import dev.tenon.error.ModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.InvalidNodeException;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.pass.decomposition.Expansions;
import dev.tenon.runtime.Differentiation;
import dev.tenon.runtime.tensorflow.gradient.StepProducts;
import dev.tenon.runtime.tensorflow.graph.RowReads;
import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.runtime.tensorflow.graph.Variables;
import dev.tenon.runtime.tensorflow.types.TensorFlowTypes;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Output;
import org.tensorflow.exceptions.TFUnimplementedException;
import org.tensorflow.exceptions.TensorFlowException;

/** Writes the nodes of a graph of operators into a TensorFlow graph. */
public final class Emitter {
  private final MappingTable mappings;
  private final Tf tf;
  private final boolean training;
  private final Map<Value, Output<?>> bound = new IdentityHashMap<>();
  private final Function<Value, Output<?>> variables;
  private final List<String> refused = new ArrayList<>();
  private final Map<String, OperatorNode> sources;
  private final boolean sharesConstants;
  private final boolean inFunction;
  private final List<StepProducts> products;
  private @Nullable RowReads rows;
  private @Nullable Function<OperatorNode, List<Output<?>>> gradients;
  private boolean twice;
  private boolean step;
  private Map<OperatorNode, StepProducts> ofStep = Map.of();
  private List<OperatorNode> nodes = List.of();

  /**
   * Creates a writer.
   *
   * @param mappings how each operator is written
   * @param tf where to write
   * @param training whether gradients will be asked for
   * @param variables gives the tensor of a parameter or of a constant too large for the graph
   * @param sources receives, by TensorFlow's name scope, which node an operation comes from
   */
  public Emitter(
      MappingTable mappings,
      Tf tf,
      boolean training,
      Function<Value, Output<?>> variables,
      Map<String, OperatorNode> sources) {
    this(mappings, tf, training, variables, sources, false, false, new ArrayList<>());
  }

  private Emitter(
      MappingTable mappings,
      Tf tf,
      boolean training,
      Function<Value, Output<?>> variables,
      Map<String, OperatorNode> sources,
      boolean sharesConstants,
      boolean inFunction,
      List<StepProducts> products) {
    this.mappings = mappings;
    this.tf = tf;
    this.training = training;
    this.variables = variables;
    this.sources = sources;
    this.sharesConstants = sharesConstants;
    this.inFunction = inFunction;
    this.products = products;
  }

  /** Returns a writer of a nested graph, into the same graph or the graph of a function. */
  public Emitter nested(Tf into) {
    // In the same graph, constants and variables are read once for all nested graphs.
    boolean same = into.graph() == tf.graph();
    Emitter nested =
        new Emitter(
            mappings,
            into,
            training,
            same ? this::resolve : Emitter::noVariable,
            sources,
            same,
            inFunction || !same,
            same ? products : new ArrayList<>());
    nested.twice = twice;
    return nested;
  }

  /**
   * Returns a writer of one step of a loop, into the same graph.
   *
   * @param products by node, those whose gradients are taken for all steps at once
   */
  public Emitter step(Map<OperatorNode, StepProducts> products) {
    Emitter nested = nested(tf);
    nested.step = training && !twice;
    nested.ofStep = products;
    return nested;
  }

  private static Output<?> noVariable(Value value) {
    throw new IllegalArgumentException(
        "'" + value.name() + "' is read inside a loop and is no input of it");
  }

  public Tf tf() {
    return tf;
  }

  boolean training() {
    return training;
  }

  /** Says whether what is written is a function that another graph calls. */
  public boolean inFunction() {
    return inFunction;
  }

  /**
   * Lets nodes ask for gradients.
   *
   * @param writer writes the gradients that a node asks for
   * @param again whether gradients of these are asked for, too
   */
  public void writeGradients(Function<OperatorNode, List<Output<?>>> writer, boolean again) {
    gradients = writer;
    twice = again;
  }

  /** Writes the gradients that a node asks for. */
  public List<Output<?>> gradients(OperatorNode node) {
    if (gradients == null) {
      throw new IllegalStateException("only the program of a step asks for gradients");
    }
    return gradients.apply(node);
  }

  /** Says whether gradients of gradients may be asked for of what is written. */
  public boolean twice() {
    return twice;
  }

  /** Lets rows of some parameters be read alone. */
  public void readRows(RowReads reads) {
    rows = reads;
  }

  /** Writes the reading of rows of a parameter; returns null where all of it is to be read. */
  public @Nullable Output<?> rows(Value table, Output<?> positions) {
    return rows == null ? null : rows.gather(tf, table, positions, this::resolve);
  }

  /** Returns the products of loops whose gradients are taken for all steps at once. */
  public List<StepProducts> products() {
    return products;
  }

  /** Says which tensor a value is. */
  public void bind(Value value, Output<?> output) {
    bound.put(value, output);
  }

  public boolean isBound(Value value) {
    return bound.containsKey(value);
  }

  /** Returns the nodes of the graph that is being written. */
  public List<OperatorNode> nodes() {
    return nodes;
  }

  /** Returns the tensor of a value. */
  public Output<?> resolve(Value value) {
    Output<?> known = bound.get(value);
    if (known == null) {
      known = read(value);
      bound.put(value, known);
    }
    return known;
  }

  private Output<?> read(Value value) {
    Tensor constant = value.constant();
    if (constant != null && !sharesConstants && !Variables.isLarge(constant)) {
      return tf.constant(constant);
    }
    if (constant != null || value.parameter() != null) {
      return variables.apply(value);
    }
    throw new IllegalArgumentException(
        "value '" + value.name() + "' is used before a node gives it");
  }

  /** Returns the content of a value where it is known before the run. */
  @Nullable Tensor known(Value value) {
    return value.constant();
  }

  /**
   * Writes all nodes.
   *
   * @throws UnsupportedModelException naming every node that cannot be written
   */
  public void emit(List<OperatorNode> nodes, String name) {
    this.nodes = nodes;
    SparseCrossentropy crossentropy = new SparseCrossentropy(this, nodes);
    LargestClass largest = new LargestClass(nodes);
    for (OperatorNode node : nodes) {
      if (!training) {
        emit(node);
      } else if (twice || !crossentropy.emit(node)) {
        emit(largest.simplified(node));
      }
    }
    if (!refused.isEmpty()) {
      throw new UnsupportedModelException(
          "TensorFlow cannot run the model '" + name + "':", refused);
    }
  }

  private static String place(OperatorNode node) {
    return node.operator().opType()
        + " of "
        + node.reads()
        + " (node '"
        + node.name()
        + "', from "
        + node.origin()
        + ")";
  }

  private void emit(OperatorNode node) {
    String outer = tf.scope(node.name());
    sources.putIfAbsent(tf.scope(), node);
    boolean kept = tf.recompute(training && node.origin().recomputed());
    List<Output<?>> results;
    try {
      Output<?> simple = step ? StepOperators.emit(this, node, ofStep.get(node)) : null;
      results =
          simple == null ? dispatch(node.operator(), new NodeContext(this, node)) : List.of(simple);
    } catch (UnsupportedModelException e) {
      if (node.operator() instanceof Differentiation.Gradient) {
        throw e;
      }
      refused.addAll(
          e.unsupported().isEmpty() ? List.of(String.valueOf(e.getMessage())) : e.unsupported());
      results = standIns(node);
    } catch (IllegalArgumentException | TensorFlowException | TFUnimplementedException e) {
      throw new InvalidNodeException(node.origin(), place(node), e);
    } catch (ModelException e) {
      throw e.from(place(node), node.origin().path());
    } catch (RuntimeException e) {
      throw new InternalErrorException(place(node), e);
    } finally {
      tf.scope(outer);
      tf.recompute(kept);
    }
    for (int i = 0; i < node.outputs().size(); i++) {
      bound.put(node.outputs().get(i), results.get(i));
    }
  }

  /** Writes the plainer operators that stand for a node, and returns its results. */
  List<Output<?>> expand(Expansions.Expansion plain) {
    plain.nodes().forEach(this::emit);
    List<Output<?>> results = new ArrayList<>();
    plain.results().forEach(value -> results.add(resolve(value)));
    return results;
  }

  private <O extends Operator> List<Output<?>> dispatch(O operator, NodeContext at) {
    return mappings.of(operator).emit(operator, at);
  }

  /** Returns tensors in place of what cannot be computed, so that all refusals are found. */
  private List<Output<?>> standIns(OperatorNode node) {
    List<Output<?>> results = new ArrayList<>();
    for (Value output : node.outputs()) {
      results.add(
          tf.placeholder(
              TensorFlowTypes.of(output.dtype()), org.tensorflow.ndarray.Shape.unknown()));
    }
    return results;
  }
}
