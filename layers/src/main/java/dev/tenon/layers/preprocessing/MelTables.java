package dev.tenon.layers.preprocessing;

import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The numbers behind a mel spectrogram: windowed waves, and the bands of the mel scale.
 *
 * @param length the length of the Fourier transform
 * @param windowLength the length of the window in its middle
 * @param window {@code hann}, {@code hamming}, a list of numbers, or null for none
 */
record MelTables(int length, long windowLength, @Nullable Object window) {
  private static final double MEL_BREAK = 700;
  private static final double MEL_FACTOR = 1127;

  private int frequencies() {
    return length / 2 + 1;
  }

  /** Returns the real or imaginary part of the waves, (length, 1, frequencies). */
  Tensor waves(boolean real) {
    double[] shape = windowed();
    int count = frequencies();
    double[] values = new double[length * count];
    for (int t = 0; t < length; t++) {
      for (int f = 0; f < count; f++) {
        // The remainder keeps the angle small, and the sine exact.
        double angle = -2 * Math.PI * ((long) t * f % length) / length;
        values[t * count + f] = shape[t] * (real ? Math.cos(angle) : Math.sin(angle));
      }
    }
    return Tensor.of(values, length, 1, count);
  }

  private double[] windowed() {
    double[] shape = new double[length];
    if (window == null) {
      Arrays.fill(shape, 1);
      return shape;
    }
    int own = Math.toIntExact(windowLength);
    int start = (length - own) / 2;
    for (int i = 0; i < own; i++) {
      shape[start + i] = at(i, own);
    }
    return shape;
  }

  private double at(int i, int own) {
    if (window instanceof List<?> given) {
      if (given.size() != own) {
        throw new IllegalArgumentException(
            "MelSpectrogram: the window has "
                + given.size()
                + " numbers, sequence_length is "
                + own);
      }
      return ((Number) given.get(i)).doubleValue();
    }
    boolean hann = "hann".equals(window);
    if (!hann && !"hamming".equals(window)) {
      throw new IllegalArgumentException(
          "MelSpectrogram: window '" + window + "' is none of hann, hamming");
    }
    double mean = hann ? 0.5 : 0.54;
    // TensorFlow's periodic windows are so for even lengths only.
    int period = own % 2 == 0 ? own : own - 1;
    return period == 0 ? 1 : mean - (1 - mean) * Math.cos(2 * Math.PI * i / period);
  }

  /** Returns how much each frequency counts in each band, (frequencies, bands). */
  Tensor bands(int count, double samplingRate, double lowest, double highest) {
    int rows = frequencies();
    double from = mel(lowest);
    double step = (mel(highest) - from) / (count + 1);
    double[] values = new double[rows * count];
    for (int f = 1; f < rows; f++) {
      double place = mel(samplingRate / 2 * f / (rows - 1));
      for (int band = 0; band < count; band++) {
        double rising = (place - (from + band * step)) / step;
        double falling = (from + (band + 2) * step - place) / step;
        values[f * count + band] = Math.max(0, Math.min(rising, falling));
      }
    }
    return Tensor.of(values, rows, count);
  }

  private static double mel(double hertz) {
    return MEL_FACTOR * Math.log(1 + hertz / MEL_BREAK);
  }
}
