package dev.tenon.callbacks;

import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Weights as images, arranged as Keras arranges them for TensorBoard. */
final class WeightImage {
  private WeightImage() {}

  /**
   * Returns images of shape (images, height, width, channels); null where the weight has too many
   * axes.
   */
  static @Nullable Tensor of(Tensor weight) {
    Tensor flat = weight.reshape(Arrays.stream(weight.shape()).filter(n -> n != 1).toArray());
    return switch (flat.rank()) {
      case 1 -> flat.reshape(1, flat.dim(0), 1, 1);
      case 2 -> {
        Tensor wide = flat.dim(0) > flat.dim(1) ? flat.transpose(1, 0) : flat;
        yield wide.reshape(1, wide.dim(0), wide.dim(1), 1);
      }
      case 3 -> {
        Tensor kernels = flat.transpose(2, 0, 1);
        yield kernels.reshape(kernels.dim(0), kernels.dim(1), kernels.dim(2), 1);
      }
      case 4 -> flat.dim(3) == 1 || flat.dim(3) == 3 || flat.dim(3) == 4 ? flat : null;
      default -> null;
    };
  }
}
