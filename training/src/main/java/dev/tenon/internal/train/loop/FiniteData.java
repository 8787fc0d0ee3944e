package dev.tenon.internal.train.loop;

import dev.tenon.data.ArrayDataset;
import dev.tenon.data.Batch;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.FitOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses arrays that hold NaN or infinity before anything is learned from them.
 *
 * @param inputs the names of the model's inputs
 * @param outputs the names of the model's outputs
 */
public record FiniteData(List<String> inputs, List<String> outputs) {
  /**
   * Checks all that a fit learns from and is evaluated on, as far as it lies in arrays.
   *
   * @throws IllegalArgumentException naming the argument, the input or output, and the sample
   */
  public void check(Batch all, FitOptions options) {
    check(all, "");
    Tensor sampleWeight = options.sampleWeight();
    if (sampleWeight != null) {
      check(sampleWeight, "sampleWeight holds");
    }
    if (options.validationData() instanceof ArrayDataset arrays) {
      check(arrays.all(), "validationData: ");
    }
  }

  private void check(Batch all, String where) {
    check(all.features(), where + "the data of input", inputs);
    check(all.targets(), where + "the targets of output", outputs);
    check(all.weights(), where + "the sample weights of output", outputs);
  }

  private static void check(List<? extends @Nullable Tensor> all, String what, List<String> names) {
    for (int i = 0; i < all.size(); i++) {
      Tensor tensor = all.get(i);
      if (tensor != null) {
        // What is too much for the model is refused where it is used.
        check(tensor, what + " '" + (i < names.size() ? names.get(i) : i) + "' hold");
      }
    }
  }

  private static void check(Tensor tensor, String what) {
    int at = tensor.dtype().isFloating() ? NotFinite.first(tensor) : -1;
    if (at >= 0) {
      throw new IllegalArgumentException(
          what
              + " "
              + tensor.getFloat(at)
              + " in sample "
              + at / Math.max(1, tensor.size() / tensor.dim(0))
              + ": clean the data before training");
    }
  }
}
