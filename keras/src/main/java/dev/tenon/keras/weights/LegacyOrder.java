package dev.tenon.keras.weights;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.keras.KerasGeneration;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.layers.base.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The order of a layer's weights in HDF5 files that keep them layer by layer: trainable ones, then
 * the others.
 *
 * <p>A layer that holds others, a nested model too, is flattened. A frozen layer's weights stand
 * among those that are not trainable, and what it holds with them: in Keras 3 only where {@link
 * FrozenLayers} says so.
 */
public final class LegacyOrder {
  private final KerasGeneration generation;
  private final boolean configured;
  private final BiFunction<NestedModel, Scope, List<Scope>> layers;

  /**
   * Creates the order of one file.
   *
   * @param generation the generation of Keras that writes or reads it
   * @param configured whether frozen layers are so from their configurations on, rather than frozen
   *     by a user later
   * @param layers returns the layers inside a nested model, in Keras' order
   */
  public LegacyOrder(
      KerasGeneration generation,
      boolean configured,
      BiFunction<NestedModel, Scope, List<Scope>> layers) {
    this.generation = generation;
    this.configured = configured;
    this.layers = layers;
  }

  /**
   * Parameters that stand side by side.
   *
   * @param owner the innermost layer that declared them
   */
  public record Slot(LayerNode owner, List<Parameter> parameters) {}

  /**
   * Returns the weights of a layer and of what it holds.
   *
   * @param trainable whether neither the layer nor what it lies in is frozen
   */
  public List<Slot> slots(Scope scope, boolean trainable) {
    List<Slot> learned = new ArrayList<>();
    List<Slot> other = new ArrayList<>();
    collect(scope, trainable, trainable, learned, other);
    learned.addAll(other);
    return learned;
  }

  /**
   * Adds the weights of a layer and of what it holds.
   *
   * @param outside whether nothing that holds it freezes it
   * @param here whether its own weights are trainable
   */
  private void collect(
      Scope scope, boolean outside, boolean here, List<Slot> learned, List<Slot> other) {
    LayerNode node = scope.node();
    List<Parameter> own = WeightOrder.byLayer(scope);
    List<Parameter> weights =
        own.stream().filter(parameter -> WeightOrder.isLearned(scope, parameter)).toList();
    List<Parameter> rest =
        own.stream().filter(parameter -> !WeightOrder.isLearned(scope, parameter)).toList();
    if (!weights.isEmpty()) {
      (here ? learned : other).add(new Slot(node, weights));
    }
    if (!rest.isEmpty()) {
      other.add(new Slot(node, rest));
    }
    boolean inside = FrozenLayers.isOpen(node.layer(), outside, here, generation);
    boolean forgotten = configured && !here && FrozenLayers.isForgotten(node.layer());
    for (Scope child : children(scope)) {
      boolean free = inside && (forgotten || child.node().trainable());
      collect(child, inside, free, learned, other);
    }
  }

  private List<Scope> children(Scope scope) {
    return scope.node().layer() instanceof NestedModel nested
        ? layers.apply(nested, scope)
        : List.copyOf(scope.children().values());
  }
}
