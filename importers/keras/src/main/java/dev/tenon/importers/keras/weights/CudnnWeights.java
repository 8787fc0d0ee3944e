package dev.tenon.importers.keras.weights;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.View;
import dev.tenon.keras.weights.LegacyOrder;
import dev.tenon.keras.weights.OldArrangements;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.recurrent.GRU;
import dev.tenon.layers.recurrent.GRUCell;
import dev.tenon.layers.recurrent.LSTM;
import dev.tenon.layers.recurrent.LSTMCell;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the weights of CuDNNLSTM and CuDNNGRU into the ordinary layers that compute the same.
 *
 * <p>Each gate's kernel is stored row by row as (units, inputs), each recurrent kernel transposed;
 * there are two biases, one for the kernel and one for the recurrent kernel.
 */
final class CudnnWeights {
  private CudnnWeights() {}

  /** Returns whether tensors stored for kernel, recurrent kernel and bias are in CuDNN's form. */
  static boolean matches(LegacyOrder.Slot slot, List<LegacyWeights.Stored> stored) {
    Layer<?> layer = slot.owner().layer();
    if (stored.size() != 3
        || slot.parameters().size() != 3
        || !(layer instanceof LSTM
            || layer instanceof LSTMCell
            || layer instanceof GRU
            || layer instanceof GRUCell)) {
      return false;
    }
    long units = slot.parameters().get(1).shape()[0];
    long[] bias = stored.get(2).tensor().shape();
    long gates = gates(slot.parameters().get(1));
    return Arrays.equals(bias, new long[] {2 * units * gates});
  }

  private static long gates(Parameter recurrentKernel) {
    long[] shape = recurrentKernel.shape();
    return shape[0] == 0 ? 0 : shape[1] / shape[0];
  }

  /** Returns how the layer sees its kernel (index 0) or recurrent kernel (index 1). */
  static View view(LegacyOrder.Slot slot, int index) {
    long[] shape = slot.parameters().get(index).shape();
    long rows = shape[0];
    long gates = gates(slot.parameters().get(1));
    long units = shape[1] / gates;
    View split = OldArrangements.reshape(shape, rows, gates, units);
    View joined = OldArrangements.reshape(new long[] {rows, gates, units}, shape);
    if (index == 1) {
      return split.then(new View.Permute(List.of(2, 1, 0))).then(joined);
    }
    return split
        .then(new View.Permute(List.of(1, 0, 2)))
        .then(OldArrangements.reshape(new long[] {gates, rows, units}, gates, units, rows))
        .then(new View.Permute(List.of(2, 0, 1)))
        .then(joined);
  }

  /** Returns an LSTM's one bias: the sum of CuDNN's two. */
  static Tensor sumOfBiases(Tensor biases) {
    int half = biases.size() / 2;
    Tensor.Writer sum = new Tensor.Writer(biases.dtype(), half);
    for (int i = 0; i < half; i++) {
      sum.set(i, biases.getDouble(i) + biases.getDouble(half + i));
    }
    return sum.build(half);
  }
}
