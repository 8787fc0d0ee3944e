package dev.tenon.importers.keras.weights;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.layer.LayerNode;
import dev.tenon.ir.layer.NestedModel;
import dev.tenon.ir.layer.Scope;
import dev.tenon.keras.KerasDialect;
import dev.tenon.keras.weights.FrozenLayers;
import dev.tenon.keras.weights.WeightOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Puts a layer's parameters into the order of HDF5 files: trainable ones, then the others.
 *
 * <p>A layer that holds others, a nested model too, is flattened. A frozen layer's weights stand
 * among those that are not trainable; inside of a nested model of Keras 3, the weights of what a
 * frozen layer holds only where {@link FrozenLayers} says so.
 */
final class LegacyOrder {
  private LegacyOrder() {}

  /**
   * Parameters that stand side by side.
   *
   * @param owner the innermost layer that declared them
   * @param parameters the parameters
   * @param stored how many tensors the file has for them
   */
  record Slot(LayerNode owner, List<Parameter> parameters, int stored) {}

  static List<Slot> slots(BuiltModel.Member member, KerasDialect dialect) {
    List<Slot> trainable = new ArrayList<>();
    List<Slot> other = new ArrayList<>();
    Scope scope = member.scope();
    collect(scope, scope.node().trainable(), dialect, trainable, other);
    trainable.addAll(other);
    return trainable;
  }

  private static void collect(
      Scope scope,
      boolean parentTrainable,
      KerasDialect dialect,
      List<Slot> trainable,
      List<Slot> other) {
    LayerNode node = scope.node();
    boolean here = parentTrainable && node.trainable();
    List<Parameter> weights = new ArrayList<>();
    List<Parameter> rest = new ArrayList<>();
    for (Parameter parameter : scope.own()) {
      if (WeightOrder.isStored(parameter)) {
        (WeightOrder.isLearned(node, parameter) ? weights : rest).add(parameter);
      }
    }
    if (!weights.isEmpty()) {
      (here ? trainable : other)
          .add(new Slot(node, weights, Keras1Recurrent.storedCount(scope, weights, dialect)));
    }
    if (!rest.isEmpty()) {
      other.add(new Slot(node, rest, rest.size()));
    }
    boolean inside = WeightOrder.isOpen(node, parentTrainable, here, dialect.generation());
    for (Scope child : children(scope)) {
      collect(child, inside, dialect, trainable, other);
    }
  }

  private static List<Scope> children(Scope scope) {
    if (scope.node().layer() instanceof NestedModel nested) {
      return BuiltModel.members(nested, scope).stream().map(BuiltModel.Member::scope).toList();
    }
    return scope.children().entrySet().stream().map(Map.Entry::getValue).toList();
  }
}
