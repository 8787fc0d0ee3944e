package dev.tenon.internal.arrays;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Window functions of spectral analysis, by SciPy's names.
 *
 * @see <a href="https://docs.scipy.org/doc/scipy/reference/signal.windows.html">SciPy:
 *     signal.windows</a>
 */
public final class SpectralWindow {
  /** Factors of the cosines of a window, by its name. */
  private static final Map<String, List<Double>> COSINES =
      Map.of(
          "boxcar", List.of(1.0),
          "hann", List.of(0.5, 0.5),
          "hamming", List.of(0.54, 0.46),
          "blackman", List.of(0.42, 0.5, 0.08));

  private static final String TRIANGLE = "bartlett";

  private SpectralWindow() {}

  /**
   * Checks the name of a window; null is valid.
   *
   * @throws IllegalArgumentException for an unknown name
   */
  public static void check(@Nullable String name) {
    if (name != null && !COSINES.containsKey(name) && !name.equals(TRIANGLE)) {
      throw new IllegalArgumentException(
          "STFT: window must be hann, hamming, blackman, bartlett, boxcar or null, received "
              + name);
    }
  }

  /** Returns the numbers of a window; ones for null. */
  public static float[] of(@Nullable String name, int length, boolean periodic) {
    float[] values = new float[length];
    if (name == null || length == 1) {
      Arrays.fill(values, 1);
      return values;
    }
    int steps = periodic ? length : length - 1;
    for (int i = 0; i < length; i++) {
      values[i] =
          (float)
              (name.equals(TRIANGLE)
                  ? 1 - Math.abs(2.0 * i / steps - 1)
                  : cosines(COSINES.getOrDefault(name, List.of(1.0)), 2 * Math.PI * i / steps));
    }
    return values;
  }

  private static double cosines(List<Double> factors, double angle) {
    double sum = 0;
    for (int k = 0; k < factors.size(); k++) {
      sum += (k % 2 == 0 ? 1 : -1) * factors.get(k) * Math.cos(k * angle);
    }
    return sum;
  }

  /** Returns the divisor of a window. */
  public static float scale(@Nullable String scaling, float[] window) {
    if (scaling == null) {
      return 1;
    }
    double sum = 0;
    for (float each : window) {
      sum += scaling.equals("density") ? (double) each * each : Math.abs(each);
    }
    return (float) (scaling.equals("density") ? Math.sqrt(sum) : sum);
  }
}
