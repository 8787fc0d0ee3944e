package dev.tenon.ir.lower;

import dev.tenon.config.RematScope;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.LayerNode;
import java.util.List;
import java.util.Map;

/** Which values of a layer's call gradients compute again, by the scope that the layer is of. */
final class Remat {
  private Remat() {}

  /**
   * Returns what a call computes again.
   *
   * @param outer what the layer around it computes again
   */
  static Recomputation of(
      LayerNode node, List<Arg> args, Map<String, Arg> kwargs, Recomputation outer) {
    RematScope scope = node.remat();
    String mode = scope == null ? null : scope.mode();
    if (scope == null || mode == null) {
      return outer;
    }
    Recomputation own =
        switch (mode) {
          case "full" -> Recomputation.ALL;
          case "activations" -> Recomputation.ACTIVATIONS;
          case "list_of_layers" -> all(scope.layerNames().contains(node.name()));
          default -> all(size(node, args, kwargs) > scope.outputSizeThreshold());
        };
    return own.compareTo(outer) > 0 ? own : outer;
  }

  private static Recomputation all(boolean wanted) {
    return wanted ? Recomputation.ALL : Recomputation.NOTHING;
  }

  /** Returns the elements of all results, where an open length counts as 1. */
  private static long size(LayerNode node, List<Arg> args, Map<String, Arg> kwargs) {
    long size = 0;
    for (TensorType type : CallTypes.of("", node, args, kwargs)) {
      long elements = 1;
      for (long length : type.shape().toLongs()) {
        elements *= length < 1 ? 1 : length;
      }
      size += elements;
    }
    return size;
  }
}
