package dev.tenon.formats.checkpoint;

import dev.tenon.tensor.DType;
import org.jspecify.annotations.Nullable;

/**
 * TensorFlow's numbers of element types.
 *
 * @see <a href="https://www.tensorflow.org/api_docs/python/tf/dtypes/DType">DType</a>
 */
final class TensorFlowNumbers {
  private TensorFlowNumbers() {}

  static @Nullable DType dtype(int number) {
    return switch (number) {
      case 1 -> DType.FLOAT32;
      case 2 -> DType.FLOAT64;
      case 3 -> DType.INT32;
      case 4 -> DType.UINT8;
      case 5 -> DType.INT16;
      case 6 -> DType.INT8;
      case 7 -> DType.STRING;
      case 9 -> DType.INT64;
      case 10 -> DType.BOOL;
      case 14 -> DType.BFLOAT16;
      case 17 -> DType.UINT16;
      case 19 -> DType.FLOAT16;
      case 22 -> DType.UINT32;
      case 23 -> DType.UINT64;
      default -> null;
    };
  }
}
