package dev.tenon.ir.lower;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.Scope;
import dev.tenon.layers.base.SubLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model in operators, with what its layers reported on the way.
 *
 * @param graph operators only
 * @param weights the weights of every top-level layer, in the order of the layers
 * @param updates the states that change with a step
 * @param losses scalars to be added to the loss
 * @param inner every layer's outputs by call path, such as {@code encoder@2/dense_1}, in order
 * @param outputMasks the mask of each output, or null
 * @param built every layer with the weights it declared, to lower the model again with the same
 *     ones
 */
public record Lowered(
    Graph graph,
    Map<LayerNode, Scope> weights,
    List<Update> updates,
    List<Value> losses,
    Map<String, List<Value>> inner,
    List<@Nullable Value> outputMasks,
    Map<LayerNode, SubLayer<?>> built) {

  /** A state and its content after the step. */
  public record Update(Parameter state, Value value) {}

  /**
   * Keeps the declared parameters as the state of their layers, so that other models of the same
   * layers have the same weights.
   *
   * @return this
   */
  public Lowered keep() {
    built.forEach((node, declared) -> node.state().keep(declared));
    return this;
  }

  /**
   * Returns the updates of what layers remember from one prediction to the next, such as the states
   * of a stateful LSTM: states of real numbers that start at zero.
   *
   * <p>The counter of a random seed is none: what is drawn in a prediction can be repeated.
   */
  public List<Update> memory() {
    return updates.stream().filter(update -> isMemory(update.state())).toList();
  }

  private static boolean isMemory(Parameter state) {
    return state.role() == Parameter.Role.STATE
        && state.initializer() == null
        && state.dtype().isFloating();
  }

  /** Returns all parameters, in the order of the layers. */
  public List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>();
    weights.values().forEach(scope -> all.addAll(scope.all()));
    return all;
  }
}
