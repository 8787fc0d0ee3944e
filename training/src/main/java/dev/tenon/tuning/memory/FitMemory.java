package dev.tenon.tuning.memory;

import dev.tenon.Model;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;

/**
 * An estimate of the memory of a training.
 *
 * <p>Weights count five times: on the host, as variables, their gradients, and two slots of an
 * optimizer such as Adam. Outputs of layers count four times for each sample of a batch:
 * themselves, inner values, and the gradients of both. The samples are copied once.
 */
public final class FitMemory {
  private static final long SESSION = 16L << 20;
  private static final int WEIGHT_COPIES = 5;
  private static final int ACTIVATION_COPIES = 4;

  private FitMemory() {}

  /**
   * Returns the estimate in bytes.
   *
   * @param model the model
   * @param batchSize the number of samples of a batch
   * @param x the samples
   * @param y the targets
   */
  public static long of(Model model, int batchSize, Tensor x, Tensor y) {
    long bytes = SESSION + bytes(x) + bytes(y);
    if (!model.info().isKeras()) {
      return bytes;
    }
    KerasModel keras = model.info().keras();
    for (Parameter parameter : keras.lowered().parameters()) {
      bytes += WEIGHT_COPIES * elements(parameter.shape()) * parameter.dtype().bytes();
    }
    for (List<Value> values : keras.lowered().inner().values()) {
      for (Value value : values) {
        long perSample = elements(value.shape().toLongs()) * value.dtype().bytes();
        bytes += ACTIVATION_COPIES * perSample * batchSize;
      }
    }
    return bytes;
  }

  private static long bytes(Tensor tensor) {
    return tensor.dtype() == DType.STRING ? 0 : (long) tensor.size() * tensor.dtype().bytes();
  }

  /**
   * Returns the number of elements; an unknown length, such as that of the batch, counts as one.
   */
  private static long elements(long[] lengths) {
    long product = 1;
    for (long length : lengths) {
      product *= Math.max(1, length);
    }
    return product;
  }
}
