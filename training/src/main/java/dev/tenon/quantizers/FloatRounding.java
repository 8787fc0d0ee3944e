package dev.tenon.quantizers;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;

/** Rounds floats to few levels and gives floats again. */
final class FloatRounding {
  private FloatRounding() {}

  static DType float8(String name) {
    return switch (name) {
      case "float8_e4m3fn" -> DType.FLOAT8E4M3FN;
      case "float8_e5m2" -> DType.FLOAT8E5M2;
      default ->
          throw new IllegalArgumentException(
              "quantizedDtype must be float8_e4m3fn or float8_e5m2, received " + name);
    };
  }

  static double greatest(DType type) {
    return type == DType.FLOAT8E4M3FN ? 448 : 57344;
  }

  /** Levels between two limits, moved so that one of them is 0: TensorFlow's formula. */
  record Levels(float min, float max, float scale, float inverse, boolean empty) {
    static Levels of(float min, float max, int bits, boolean narrow) {
      float low = narrow ? 1 : 0;
      float high = (1 << bits) - 1;
      float scale = (max - min) / (high - low);
      float fromMin = low - min / scale;
      float zero = fromMin < low ? low : fromMin > high ? high : (float) Math.floor(fromMin + 0.5);
      return new Levels(
          (low - zero) * scale,
          (high - zero) * scale,
          scale,
          (high - low) / (max - min),
          min == 0 && max == 0);
    }

    float rounded(float x) {
      if (empty) {
        return 0;
      }
      float zero = (float) Math.floor(-min * inverse + 0.5f);
      float shifted = Math.min(Math.max(x, min), max) - min;
      return (float) Math.floor(shifted * inverse - zero + 0.5f) * scale;
    }
  }

  static Tensor fakeQuant(
      Tensor x, float[] mins, float[] maxs, int bits, boolean narrow, int axis) {
    long inner = 1;
    for (int i = axis + 1; i < x.rank(); i++) {
      inner *= x.dim(i);
    }
    Levels[] levels = new Levels[mins.length];
    for (int i = 0; i < mins.length; i++) {
      levels[i] = Levels.of(mins[i], maxs[i], bits, narrow);
    }
    Tensor.Writer writer = new Tensor.Writer(x.dtype(), x.size());
    for (int i = 0; i < x.size(); i++) {
      int channel = mins.length == 1 ? 0 : (int) (i / inner % mins.length);
      writer.set(i, (double) levels[channel].rounded(x.getFloat(i)));
    }
    return writer.build(x.shape());
  }
}
