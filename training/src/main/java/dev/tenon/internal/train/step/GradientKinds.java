package dev.tenon.internal.train.step;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.UseDef;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.HasSubgraphs;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Unary;
import dev.tenon.runtime.Differentiation;
import dev.tenon.runtime.Differentiation.Gradient.Form;
import dev.tenon.runtime.TrainProgram;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * In which form each weight has a gradient of a loss, found by walking back from the loss as Keras'
 * tape does.
 *
 * <p>A weight that the walk does not meet has none: Keras then leaves it out of the step. Neither
 * whole numbers and booleans nor rounding hand a gradient on.
 */
public final class GradientKinds {
  private final UseDef uses;
  private final Map<Value, Parameter> assigned = new IdentityHashMap<>();
  private final Predicate<Parameter> hidden;
  private final Set<Parameter> gathered = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Parameter> whole = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<OperatorNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<OperatorNode> open = new ArrayDeque<>();

  private GradientKinds(
      Graph forward, Map<Value, Parameter> assigned, Predicate<Parameter> hidden) {
    this.uses = new UseDef(forward);
    this.assigned.putAll(assigned);
    this.hidden = hidden;
  }

  /**
   * Finds the forms.
   *
   * @param forward the graph that computes the loss
   * @param loss a scalar of it
   * @param weights what is learned
   * @param states what the graph assigns; of a weight that is assigned, the gradient is that of
   *     what it becomes
   * @return by weight, in their order, without those that have no gradient
   */
  static Map<Parameter, Form> of(
      Graph forward, Value loss, List<Parameter> weights, List<TrainProgram.Assignment> states) {
    Map<Value, Parameter> assigned = new IdentityHashMap<>();
    for (TrainProgram.Assignment state : states) {
      if (weights.contains(state.parameter())) {
        assigned.put(state.value(), state.parameter());
      }
    }
    // What a weight was before it is assigned is no variable of the loss.
    return of(forward, loss, weights, assigned, assigned::containsValue);
  }

  /**
   * Finds the forms where weights change in the middle of a graph.
   *
   * @param versions which values beside the first are the content of a weight
   * @param hidden the weights whose first content is no variable of the loss
   */
  public static Map<Parameter, Form> of(
      Graph forward,
      Value loss,
      List<Parameter> weights,
      Map<Value, Parameter> versions,
      Predicate<Parameter> hidden) {
    GradientKinds forms = new GradientKinds(forward, versions, hidden);
    forms.walk(loss);
    Map<Parameter, Form> found = new LinkedHashMap<>();
    for (Parameter weight : weights) {
      if (forms.whole.contains(weight)) {
        found.put(weight, Form.WHOLE);
      } else if (forms.gathered.contains(weight)) {
        found.put(weight, Form.SLICES);
      }
    }
    return found;
  }

  private void walk(Value loss) {
    reach(loss, null);
    while (!open.isEmpty()) {
      OperatorNode node = open.pop();
      if (isStep(node)) {
        continue;
      }
      node.reads().forEach(value -> reach(value, node));
      if (node.operator() instanceof HasSubgraphs nesting) {
        nesting.bodies().forEach(body -> nested(body).forEach(value -> reach(value, node)));
      }
    }
  }

  private void reach(Value value, @Nullable OperatorNode reader) {
    if (!value.dtype().isFloating()) {
      return;
    }
    Parameter stored = value.parameter();
    Parameter parameter = stored == null ? assigned.get(value) : stored;
    OperatorNode producer = uses.producer(value);
    if (parameter != null) {
      if (stored == null || !hidden.test(stored)) {
        (reader != null && isRows(reader, value) ? gathered : whole).add(parameter);
      }
    } else if (producer != null && seen.add(producer)) {
      open.push(producer);
    }
  }

  private static boolean isRows(OperatorNode node, Value table) {
    return node.operator() instanceof Indexing.Gather gather
        && (gather.axis() == 0 || gather.axis() == -table.rank());
  }

  private static boolean isStep(OperatorNode node) {
    return node.operator() instanceof Unary.Floor
        || node.operator() instanceof Unary.Ceil
        || node.operator() instanceof Differentiation.StopGradient
        || node.operator() instanceof Unary.Round;
  }

  /** Returns what a nested graph reads, which may be values of the graph around it. */
  private static Set<Value> nested(Graph body) {
    Set<Value> reads = new LinkedHashSet<>(body.outputs());
    for (OperatorNode node : body.nodes()) {
      reads.addAll(node.reads());
      if (node.operator() instanceof HasSubgraphs nesting) {
        nesting.bodies().forEach(inner -> reads.addAll(nested(inner)));
      }
    }
    List<Value> own = new ArrayList<>(body.inputs());
    body.nodes().forEach(node -> own.addAll(node.outputs()));
    own.forEach(reads::remove);
    return reads;
  }
}
