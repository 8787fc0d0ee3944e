package dev.tenon.ops;

import dev.tenon.tensor.Tensor;
import java.util.function.IntToDoubleFunction;

/** The window functions of {@code keras.ops.numpy}, in float32. */
abstract class TaperWindows extends CoreValues {
  private static final double EXACT = 1e-12;

  TaperWindows() {}

  /**
   * Returns the triangular Bartlett window: {@code 1 - |2 i / (x - 1) - 1|}. Keras' {@code
   * ops.bartlett}.
   *
   * @param x the length, at least 0
   * @throws IllegalArgumentException if the length is negative
   */
  public static Tensor bartlett(int x) {
    double half = (x - 1) / 2.0;
    return window(x, i -> 1 - Math.abs((i - half) / half));
  }

  /**
   * Returns the Blackman window: {@code 0.42 - 0.5 cos(2πi / (x - 1)) + 0.08 cos(4πi / (x - 1))}.
   * Keras' {@code ops.blackman}.
   *
   * @param x the length, at least 0
   * @throws IllegalArgumentException if the length is negative
   */
  public static Tensor blackman(int x) {
    return window(x, i -> 0.42 - 0.5 * wave(i, x) + 0.08 * wave(2.0 * i, x));
  }

  /**
   * Returns the Hamming window: {@code 0.54 - 0.46 cos(2πi / (x - 1))}. Keras' {@code ops.hamming}.
   *
   * @param x the length, at least 0
   * @throws IllegalArgumentException if the length is negative
   */
  public static Tensor hamming(int x) {
    return window(x, i -> 0.54 - 0.46 * wave(i, x));
  }

  /**
   * Returns the Hann window: {@code 0.5 - 0.5 cos(2πi / (x - 1))}. Keras' {@code ops.hanning}.
   *
   * @param x the length, at least 0
   * @throws IllegalArgumentException if the length is negative
   */
  public static Tensor hanning(int x) {
    return window(x, i -> 0.5 - 0.5 * wave(i, x));
  }

  /**
   * Returns the Kaiser window: {@code I0(beta sqrt(1 - (2i / (x - 1) - 1)²)) / I0(beta)}. Keras'
   * {@code ops.kaiser}.
   *
   * @param x the length, at least 0
   * @param beta the shape parameter; 0 is a rectangle, larger values are narrower
   * @throws IllegalArgumentException if the length is negative
   */
  public static Tensor kaiser(int x, double beta) {
    double half = (x - 1) / 2.0;
    double whole = besselI0(beta);
    return window(
        x,
        i -> {
          double place = (i - half) / half;
          return besselI0(beta * Math.sqrt(Math.max(0, 1 - place * place))) / whole;
        });
  }

  private static double wave(double position, int length) {
    return Math.cos(2 * Math.PI * position / (length - 1));
  }

  /** Returns a window; one of one element is 1, as in NumPy. */
  private static Tensor window(int length, IntToDoubleFunction formula) {
    if (length < 0) {
      throw new IllegalArgumentException("a window has a length of 0 or more, not " + length);
    }
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = length == 1 ? 1 : (float) formula.applyAsDouble(i);
    }
    return Tensor.of(values, length);
  }

  /** Returns the modified Bessel function of order 0, by its power series. */
  private static double besselI0(double x) {
    double sum = 1;
    double term = 1;
    for (int k = 1; term > sum * EXACT; k++) {
      term *= (x / (2 * k)) * (x / (2 * k));
      sum += term;
    }
    return sum;
  }
}
