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
 * A model in operators, with the states, losses and masks that its layers reported.
 *
 * @param graph the graph, of operators only
 * @param weights the weights of every top-level layer, in the order of the layers
 * @param updates the states that change with a step
 * @param losses the scalars that are added to the loss
 * @param inner the outputs of every layer by call path, such as {@code encoder@2/dense_1}, in order
 * @param outputMasks the mask of each output, or null
 * @param built every layer with its declared weights, for a later lowering with the same weights
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
   * Stores the declared parameters in their layers, so that other models with these layers share
   * the weights.
   *
   * @return this
   */
  public Lowered keep() {
    built.forEach((node, declared) -> node.state().keep(declared));
    return this;
  }

  /**
   * Returns the updates of states that persist between predictions, such as those of a stateful
   * LSTM: floating-point states that start at 0.
   *
   * <p>The counter of a random seed does not persist, so that predictions can be repeated.
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
