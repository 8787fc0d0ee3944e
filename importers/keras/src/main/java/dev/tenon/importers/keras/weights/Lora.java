package dev.tenon.importers.keras.weights;

import dev.tenon.initializers.Initializers;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.keras.weights.WeightOrder;
import dev.tenon.layers.base.Scope;
import dev.tenon.layers.lora.LoraAdapter;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Merges low-rank adapters of layers that have none in Tenon, such as convolutions, into the
 * weights that they adapt: W + alpha / rank · A B.
 *
 * <p>A {@code .keras} file has them merged already; an HDF5 file keeps them apart.
 */
final class Lora {
  private Lora() {}

  /** Returns a layer's tensors with its adapter, if any, merged into the first of them. */
  static List<LegacyWeights.Stored> merged(
      BuiltModel model, BuiltModel.LayerLike member, List<LegacyWeights.Stored> tensors) {
    Double alpha = member.scope().adapters().isEmpty() ? model.loraAlpha(member.node()) : null;
    LegacyWeights.Stored a = find(tensors, "_a");
    LegacyWeights.Stored b = find(tensors, "_b");
    LegacyWeights.Stored adapted = null;
    List<LegacyWeights.Stored> others = new ArrayList<>();
    for (LegacyWeights.Stored weight : tensors) {
      if (weight.name().endsWith("/kernel") || weight.name().endsWith("/embeddings")) {
        adapted = weight;
      } else if (!weight.name().contains("lora_")) {
        others.add(weight);
      }
    }
    if (alpha == null || a == null || b == null || adapted == null) {
      return tensors;
    }
    others.add(0, new LegacyWeights.Stored(adapted.name(), sum(adapted, a, b, alpha)));
    return others;
  }

  /** Starts the adapters of a layer anew whose factors the file has merged into the weights. */
  static void startMerged(Scope scope, ParameterStore store) {
    for (LoraAdapter adapter : scope.adapters().values()) {
      if (!WeightOrder.isApart(scope)) {
        start(adapter, store);
      }
    }
    scope.children().values().forEach(child -> startMerged(child, store));
  }

  /** Starts an adapter with a product of zeros, and an A that can learn. */
  static void start(LoraAdapter adapter, ParameterStore store) {
    store.putLater(adapter.a(), Initializers.later(adapter.a()));
    store.put(adapter.b(), Tensor.zeros(adapter.b().dtype(), adapter.b().shape()));
  }

  private static LegacyWeights.@Nullable Stored find(
      List<LegacyWeights.Stored> tensors, String end) {
    for (LegacyWeights.Stored weight : tensors) {
      if (weight.name().contains("lora_") && weight.name().endsWith(end)) {
        return weight;
      }
    }
    return null;
  }

  private static Tensor sum(
      LegacyWeights.Stored adapted, LegacyWeights.Stored a, LegacyWeights.Stored b, double alpha) {
    Tensor kernel = adapted.tensor();
    int columns = Math.toIntExact(kernel.dim(kernel.rank() - 1));
    int rank = Math.toIntExact(a.tensor().dim(a.tensor().rank() - 1));
    int rows = columns == 0 ? 0 : kernel.size() / columns;
    if (a.tensor().size() != rows * rank || b.tensor().size() != rank * columns) {
      throw new IllegalArgumentException(
          "the adapter '"
              + a.name()
              + "' of shape "
              + a.tensor().shapeString()
              + " does not fit '"
              + adapted.name()
              + "' of shape "
              + kernel.shapeString());
    }
    Tensor.Writer merged = new Tensor.Writer(kernel.dtype(), kernel.size());
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        double product = 0;
        for (int k = 0; k < rank; k++) {
          product +=
              a.tensor().getDouble((long) row * rank + k)
                  * b.tensor().getDouble((long) k * columns + column);
        }
        int at = row * columns + column;
        merged.set(at, kernel.getDouble(at) + alpha / rank * product);
      }
    }
    return merged.build(kernel.shape());
  }
}
