package dev.tenon.ir.op;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists of numbers in attributes as tensors. */
final class MlTensors {
  private MlTensors() {}

  /** Returns float32 numbers as a vector. */
  static Tensor floats(List<Float> list) {
    float[] numbers = new float[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = list.get(i);
    }
    return Tensor.of(numbers, new long[] {numbers.length});
  }

  /** Returns the numbers of a tensor, or of a list in its place; none where both are left out. */
  static Tensor either(@Nullable Tensor tensor, @Nullable List<Float> list) {
    if (tensor != null && tensor.dtype() != DType.STRING) {
      return tensor.reshape(tensor.size());
    }
    return floats(list == null ? List.of() : list);
  }
}
