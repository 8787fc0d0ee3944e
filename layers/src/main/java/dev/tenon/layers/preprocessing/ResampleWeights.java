package dev.tenon.layers.preprocessing;

import dev.tenon.internal.layers.TableSize;
import dev.tenon.tensor.Tensor;

/**
 * The weights with which TensorFlow resamples one axis: each output is a sum of weighted inputs.
 *
 * <p>Resampling is separable and linear, so a matrix for each axis says all of it. The numbers
 * follow TensorFlow's kernels step by step, in float32 and with their rounding, because ONNX's
 * Resize knows some of these methods only nearly and others not at all.
 */
final class ResampleWeights {
  /** TensorFlow looks the cubic weights up at so many positions between two pixels. */
  private static final int TABLE = 1 << 10;

  private ResampleWeights() {}

  /** A weight as a function of the distance from the sampling point, zero beyond a radius. */
  private interface Kernel {
    float at(float distance);
  }

  /**
   * Returns the weights, a float32 tensor (out, in).
   *
   * @param method Keras' name of the interpolation
   * @param antialias whether the kernel is widened when the axis shrinks
   */
  static Tensor of(String method, int in, int out, boolean antialias) {
    TableSize.check("the weights of its pixels", out, in);
    float[] weights = new float[out * in];
    if (method.equals("area")) {
      area(weights, in, out);
    } else if (method.equals("bicubic") && !antialias) {
      cubic(weights, in, out);
    } else {
      spans(weights, in, out, antialias, kernel(method), radius(method));
    }
    return Tensor.of(weights, out, in);
  }

  private static float radius(String method) {
    return switch (method) {
      case "bilinear" -> 1f;
      case "gaussian" -> 1.5f;
      case "bicubic", "mitchellcubic" -> 2f;
      case "lanczos3" -> 3f;
      case "lanczos5" -> 5f;
      default -> throw unknown(method);
    };
  }

  private static Kernel kernel(String method) {
    return switch (method) {
      case "bilinear" -> x -> Math.max(0f, 1f - x);
      case "gaussian" -> x -> x >= 1.5f ? 0f : (float) Math.exp(-x * x / (2f * 0.5f * 0.5f));
      case "bicubic" -> ResampleWeights::keys;
      case "mitchellcubic" -> ResampleWeights::mitchell;
      case "lanczos3" -> x -> lanczos(3f, x);
      case "lanczos5" -> x -> lanczos(5f, x);
      default -> throw unknown(method);
    };
  }

  private static IllegalArgumentException unknown(String method) {
    return new IllegalArgumentException(
        "interpolation '"
            + method
            + "' is none of bilinear, nearest, bicubic, area, lanczos3, lanczos5, gaussian,"
            + " mitchellcubic");
  }

  private static float keys(float x) {
    if (x >= 2f) {
      return 0f;
    }
    return x >= 1f ? ((-0.5f * x + 2.5f) * x - 4f) * x + 2f : ((1.5f * x - 2.5f) * x) * x + 1f;
  }

  private static float mitchell(float x) {
    if (x >= 2f) {
      return 0f;
    }
    return x >= 1f
        ? (((-7f / 18f) * x + 2f) * x - 10f / 3f) * x + 16f / 9f
        : (((7f / 6f) * x - 2f) * x) * x + 8f / 9f;
  }

  private static float lanczos(float radius, float x) {
    if (x > radius) {
      return 0f;
    }
    if (x <= 1e-3f) {
      return 1f;
    }
    double angle = Math.PI * x;
    return (float) (radius * Math.sin(angle) * Math.sin(angle / radius) / (angle * angle));
  }

  private static void spans(
      float[] weights, int in, int out, boolean antialias, Kernel kernel, float radius) {
    float step = 1f / ((float) out / in);
    float widened = antialias ? Math.max(step, 1f) : 1f;
    for (int o = 0; o < out; o++) {
      float sample = (o + 0.5f) * step;
      if (sample < 0 || sample > in) {
        continue;
      }
      int start = clamp((int) Math.ceil(sample - radius * widened - 0.5f), in - 1);
      int end = clamp((int) Math.floor(sample + radius * widened - 0.5f), in - 1) + 1;
      float sum = 0;
      for (int i = start; i < end; i++) {
        float weight = kernel.at(Math.abs((i + 0.5f - sample) / widened));
        weights[o * in + i] = weight;
        sum += weight;
      }
      for (int i = start; i < end && Math.abs(sum) >= 1000f * Float.MIN_NORMAL; i++) {
        weights[o * in + i] /= sum;
      }
    }
  }

  private static void cubic(float[] weights, int in, int out) {
    float step = (float) in / out;
    for (int o = 0; o < out; o++) {
      float position = (o + 0.5f) * step - 0.5f;
      int base = (int) Math.floor(position);
      float fraction = (float) Math.rint((position - base) * TABLE) / TABLE;
      float sum = 0;
      for (int tap = -1; tap <= 2; tap++) {
        int i = base + tap;
        if (i >= 0 && i < in) {
          float weight = keys(Math.abs(tap - fraction));
          weights[o * in + i] = weight;
          sum += weight;
        }
      }
      for (int i = 0; i < in; i++) {
        weights[o * in + i] /= sum;
      }
    }
  }

  private static void area(float[] weights, int in, int out) {
    float step = (float) in / out;
    for (int o = 0; o < out; o++) {
      float from = o * step;
      float to = (o + 1) * step;
      for (int i = (int) Math.floor(from); i < (int) Math.ceil(to); i++) {
        // An output that lies inside one input is that input, whatever rounding makes of its
        // bounds.
        boolean inside = from >= i && to <= i + 1;
        float overlap = Math.min(i + 1, to) - Math.max(i, from);
        weights[o * in + clamp(i, in - 1)] += inside ? 1f : overlap / step;
      }
    }
  }

  private static int clamp(int value, int last) {
    return Math.max(0, Math.min(last, value));
  }
}
