package dev.tenon.internal.train.objective;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.UseDef;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.RandomGenerators;
import dev.tenon.ir.shape.Dim;
import dev.tenon.runtime.TrainProgram;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A training step in two parts: what is the same in each step for the same samples, and the rest.
 *
 * <p>A value belongs to the front if it follows from the features alone: through no weight that
 * learns, no state that a step moves and no random number.
 *
 * @param front the graph from the features to the values that the rest reads
 * @param rest the step, whose first inputs are these values
 * @param values these values, one row a sample
 */
public record FrozenFront(Graph front, LossGraph.Written rest, List<Value> values) {

  /**
   * Cuts a step.
   *
   * @param whole the step
   * @param features the model's inputs in it
   * @param trainable the weights that learn
   * @throws IllegalArgumentException where all that the features go through may change
   */
  public static FrozenFront of(
      LossGraph.Written whole, List<Value> features, Collection<Parameter> trainable) {
    Cut cut = new Cut(whole, features, trainable);
    List<Value> values = List.copyOf(cut.values);
    if (features.containsAll(values)) {
      throw new IllegalArgumentException(
          "cacheFrozen: nothing behind the inputs stays the same from step to step; expected frozen"
              + " layers in front of the first layer that learns or draws random numbers, such as"
              + " setTrainable(false) on a base, with augmentation and dropout behind it");
    }
    return new FrozenFront(cut.front(values), cut.rest(values), values);
  }

  /** The search for the values between both parts. */
  private static final class Cut {
    private final LossGraph.Written whole;
    private final List<Value> features;
    private final UseDef uses;
    private final Set<Parameter> changing = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Values that follow from features and weights that stay. */
    private final Set<Value> same = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Those of them that depend on features. */
    private final Set<Value> ofFeatures = Collections.newSetFromMap(new IdentityHashMap<>());

    private final Set<OperatorNode> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Value> values = new LinkedHashSet<>();

    Cut(LossGraph.Written whole, List<Value> features, Collection<Parameter> trainable) {
      this.whole = whole;
      this.features = features;
      this.uses = new UseDef(whole.graph());
      changing.addAll(trainable);
      whole.assignments().forEach(assignment -> changing.add(assignment.parameter()));
      same.addAll(features);
      ofFeatures.addAll(features);
      for (OperatorNode node : whole.graph().nodes()) {
        if (!(node.operator() instanceof RandomGenerators)
            && node.reads().stream().allMatch(this::isSame)) {
          same.addAll(node.outputs());
          if (node.reads().stream().anyMatch(ofFeatures::contains)) {
            ofFeatures.addAll(node.outputs());
          }
        }
      }
      keep();
    }

    private boolean isSame(Value value) {
      return value.constant() != null
          || same.contains(value)
          || (value.parameter() != null && !changing.contains(value.parameter()));
    }

    /** Walks back from the results as far as values change. */
    private void keep() {
      Deque<Value> open = new ArrayDeque<>(whole.graph().outputs());
      open.add(whole.loss());
      whole.assignments().forEach(assignment -> open.add(assignment.value()));
      while (!open.isEmpty()) {
        Value value = open.pop();
        OperatorNode node = uses.producer(value);
        if (hasRows(value)) {
          values.add(value);
        } else if (node != null && kept.add(node) && !isBatchLength(node)) {
          open.addAll(node.reads());
        }
      }
    }

    /** Says whether a value has a row for each sample, which stays the same. */
    private boolean hasRows(Value value) {
      Dim batch = features.get(0).shape().dim(0);
      return ofFeatures.contains(value)
          && value.shape().ranked()
          && value.rank() > 0
          && value.shape().dim(0).equals(batch);
    }

    /** Says whether a node counts the samples, which those of every value are. */
    private boolean isBatchLength(OperatorNode node) {
      return node.operator() instanceof Generation.Shape shape
          && shape.start() == 0
          && Long.valueOf(1).equals(shape.end())
          && hasRows(node.input(0));
    }

    Graph front(List<Value> wanted) {
      Set<OperatorNode> needed = Collections.newSetFromMap(new IdentityHashMap<>());
      Deque<Value> open = new ArrayDeque<>(wanted);
      while (!open.isEmpty()) {
        OperatorNode node = uses.producer(open.pop());
        if (node != null && needed.add(node)) {
          open.addAll(node.reads());
        }
      }
      Graph graph = whole.graph();
      List<OperatorNode> nodes = graph.nodes().stream().filter(needed::contains).toList();
      List<String> names = wanted.stream().map(Value::name).toList();
      return new Graph(graph.name() + "/front", features, nodes, wanted, names);
    }

    LossGraph.Written rest(List<Value> given) {
      Graph graph = whole.graph();
      List<Value> inputs = new ArrayList<>(given);
      graph.inputs().stream().filter(input -> !features.contains(input)).forEach(inputs::add);
      List<OperatorNode> nodes = new ArrayList<>();
      for (OperatorNode node : graph.nodes()) {
        if (kept.contains(node)) {
          nodes.add(isBatchLength(node) ? node.with(node.operator(), List.of(given.get(0))) : node);
        }
      }
      Graph rest =
          new Graph(graph.name() + "/rest", inputs, nodes, graph.outputs(), graph.outputNames());
      List<TrainProgram.Assignment> assignments = whole.assignments();
      return new LossGraph.Written(rest, whole.loss(), assignments, whole.sums());
    }
  }
}
