package dev.tenon.initializers;

import dev.tenon.internal.arrays.SpectralWindow;
import dev.tenon.internal.arrays.WeightArray;
import dev.tenon.internal.options.Setters;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes the cosines or sines of a short-time Fourier transform, for the kernel of a convolution.
 *
 * <p>The weight has the shape (frame length, 1, FFT length / 2 + 1). Another rank fails with an
 * {@link IllegalArgumentException}.
 *
 * @param side {@code real} for cosines, {@code imag} for sines
 * @param window the window function: {@code hann}, {@code hamming}, {@code blackman}, {@code
 *     bartlett}, {@code boxcar}, or null for none
 * @param scaling the normalization of the window: {@code density} by its Euclidean norm, {@code
 *     spectrum} by its sum, null for none
 * @param periodic whether the window is periodic instead of symmetric
 * @see <a href="https://keras.io/api/layers/initializers/#stft-class">Keras: STFT</a>
 */
@Setters
public record STFT(String side, @Nullable String window, @Nullable String scaling, boolean periodic)
    implements FixedInitializer, STFTSetters {
  /** Keras' defaults. */
  public static final STFT DEFAULTS = new STFT("real", "hann", "density", false);

  /**
   * Creates the initializer.
   *
   * @throws IllegalArgumentException for a side, window or scaling that is not listed above
   */
  public STFT {
    if (!side.equals("real") && !side.equals("imag")) {
      throw new IllegalArgumentException("STFT: side must be real or imag, received " + side);
    }
    SpectralWindow.check(window);
    if (scaling != null && !scaling.equals("density") && !scaling.equals("spectrum")) {
      throw new IllegalArgumentException(
          "STFT: scaling must be density, spectrum or null, received " + scaling);
    }
  }

  @Override
  public Tensor values(long[] shape, DType dtype, long seed) {
    if (shape.length != 3) {
      throw new IllegalArgumentException(
          "STFT needs the shape (frame length, 1, frequencies), not " + Arrays.toString(shape));
    }
    int length = Math.toIntExact(shape[0]);
    int channels = Math.toIntExact(shape[1]);
    int frequencies = Math.toIntExact(shape[2]);
    float[] weights = SpectralWindow.of(window, length, periodic);
    float[] values = new float[WeightArray.size(shape)];
    float scale = window == null ? 1 : SpectralWindow.scale(scaling, weights);
    for (int time = 0; time < length; time++) {
      for (int k = 0; k < frequencies; k++) {
        // In float32 and in this order, as Keras computes it.
        float frequency = k / (float) ((frequencies - 1) * 2);
        float angle = -2f * time * frequency * (float) Math.PI;
        float wave = (float) (side.equals("real") ? Math.cos(angle) : Math.sin(angle));
        float value = wave * weights[time] / scale;
        for (int c = 0; c < channels; c++) {
          values[(time * channels + c) * frequencies + k] = value;
        }
      }
    }
    return WeightArray.tensor(values, shape, dtype);
  }
}
