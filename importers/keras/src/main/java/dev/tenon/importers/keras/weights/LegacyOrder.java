package dev.tenon.importers.keras.weights;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.layer.LayerNode;
import dev.tenon.ir.layer.NestedModel;
import dev.tenon.ir.layer.Quantization;
import dev.tenon.ir.layer.Scope;
import dev.tenon.keras.KerasDialect;
import dev.tenon.layers.FrozenLayers;
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
      if (isStored(parameter)) {
        boolean weight = parameter.role() == Parameter.Role.WEIGHT;
        (weight || learnsAll(node) ? weights : rest).add(parameter);
      }
    }
    if (!weights.isEmpty()) {
      (here ? trainable : other)
          .add(new Slot(node, weights, Keras1Recurrent.storedCount(scope, weights, dialect)));
    }
    if (!rest.isEmpty()) {
      other.add(new Slot(node, rest, rest.size()));
    }
    boolean keras3 = !dialect.before(KerasDialect.KERAS_3);
    boolean inside = here || (parentTrainable && keras3 && !FrozenLayers.isHandedOn(node.layer()));
    for (Scope child : children(scope)) {
      collect(child, inside, dialect, trainable, other);
    }
  }

  /** Keras calls the scales of float8 trainable, too. */
  private static boolean learnsAll(LayerNode node) {
    Quantization how = node.dtypePolicy().quantization();
    return how != null && how.mode() == Quantization.Mode.FLOAT8;
  }

  private static List<Scope> children(Scope scope) {
    if (scope.node().layer() instanceof NestedModel nested) {
      return BuiltModel.members(nested, scope).stream().map(BuiltModel.Member::scope).toList();
    }
    return scope.children().entrySet().stream().map(Map.Entry::getValue).toList();
  }

  /** The counters of random seeds, and what stateful layers remember, are not in HDF5 files. */
  static boolean isStored(Parameter parameter) {
    return !parameter.name().equals("seed_generator_state") && !parameter.name().contains("_state");
  }
}
