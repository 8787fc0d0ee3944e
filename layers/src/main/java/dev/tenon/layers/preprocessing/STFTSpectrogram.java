package dev.tenon.layers.preprocessing;

import dev.tenon.config.Config;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Convolution;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.common.DataFormat;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Computes the short-time Fourier spectrogram of a signal by a convolution.
 *
 * <p>Input (batch, time, channels), output (batch, frames, channels * frequencies); with {@code
 * channels_first} the channel axis follows the batch axis. There are {@code fft_length / 2 + 1}
 * frequencies, and twice as many in mode {@code stft}. The number of channels must be known.
 *
 * @param mode the numbers of the output: {@code log}, {@code magnitude}, {@code psd}, {@code real},
 *     {@code imag}, {@code angle} or {@code stft}
 * @param frameLength the number of samples of a frame
 * @param frameStep the number of samples between frames. Without one it is half of {@code
 *     frame_length}.
 * @param fftLength the length of the Fourier transform. Without one it is {@code frame_length}.
 * @param window the window function by SciPy's name, such as {@code hann}, or null for none
 * @param periodic whether the window is periodic instead of symmetric
 * @param scaling the normalization of the window: {@code density}, {@code spectrum} or null for
 *     none
 * @param padding the padding at the ends: {@code valid} or {@code same}
 * @param expandDims whether the output has a separate axis for the frequencies
 * @see <a
 *     href="https://keras.io/api/layers/preprocessing_layers/audio_preprocessing/stft_spectrogram/">Keras:
 *     STFTSpectrogram</a>
 */
@ShortName
public record STFTSpectrogram(
    @Default("log") String mode,
    @Default("256") long frameLength,
    @Nullable Long frameStep,
    @Nullable Long fftLength,
    @Default("hann") @Nullable Object window,
    @Default("false") boolean periodic,
    @Default("density") @Nullable String scaling,
    @Default("valid") String padding,
    @Default("channels_last") String dataFormat,
    @Default("false") boolean expandDims)
    implements Layer<STFTSpectrogram.Weights>, STFTSpectrogramOptions {

  /** Handles to the waves, of which some modes need only one kind. */
  public record Weights(@Nullable Parameter realKernel, @Nullable Parameter imagKernel) {}

  private long frequencies() {
    Long given = fftLength;
    long length = given == null ? Long.highestOneBit(2 * frameLength - 1) : given;
    return length / 2 + 1;
  }

  @Override
  public Weights build(Build build, List<Shape> inputs) {
    Shape shape = Shape.of(frameLength, 1, frequencies());
    return new Weights(
        mode.equals("imag") ? null : build.weight("real_kernel", shape, waves("real")),
        mode.equals("real") ? null : build.weight("imag_kernel", shape, waves("imag")));
  }

  private KerasObject waves(String side) {
    Map<String, @Nullable Object> config = new HashMap<>();
    config.put("side", side);
    config.put("window", window);
    config.put("scaling", scaling);
    config.put("periodic", periodic);
    return new KerasObject("STFT", config);
  }

  @Override
  public List<Value> call(Weights weights, Call call, List<Value> inputs) {
    Ops ops = call.ops();
    Value x = inputs.get(0);
    if (x.rank() != 3) {
      throw new IllegalArgumentException(
          "STFTSpectrogram takes (batch, time, channels), not " + x.shape());
    }
    boolean last = DataFormat.of(dataFormat).last();
    Value signal = last ? x : ops.transpose(x, 0, 2, 1);
    long channels = signal.shape().length(2);
    if (channels < 0) {
      throw new IllegalArgumentException(
          "STFTSpectrogram must know the number of channels; the input is " + x.shape());
    }
    Value real = weights.realKernel() == null ? null : call.read(weights.realKernel());
    Value imag = weights.imagKernel() == null ? null : call.read(weights.imagKernel());
    List<Value> parts = new ArrayList<>();
    for (long c = 0; c < channels; c++) {
      Value one = channels == 1 ? signal : ops.slice(signal, 2, c, c + 1, 1);
      Value a = real == null ? null : convolve(ops, one, real);
      Value b = imag == null ? null : convolve(ops, one, imag);
      Value y = measured(ops, a, b);
      if (expandDims) {
        y = ops.unsqueeze(y, last ? 3 : 1);
      } else if (!last) {
        y = ops.transpose(y, 0, 2, 1);
      }
      parts.add(y);
    }
    int axis = !last ? 1 : expandDims ? 3 : 2;
    return List.of(ops.concat(axis, parts));
  }

  private Value convolve(Ops ops, Value x, Value kernel) {
    Long step = frameStep;
    Convolution.Conv conv =
        new Convolution.Conv(
            padding.equals("same") ? "SAME_UPPER" : "VALID",
            List.of(1L),
            1,
            List.of(frameLength),
            null,
            List.of(step == null ? frameLength / 2 : step),
            true);
    return ops.apply(conv, x, kernel);
  }

  /** Returns (batch, pieces, frequencies) of one channel. */
  private Value measured(Ops ops, @Nullable Value real, @Nullable Value imag) {
    if (real == null || imag == null) {
      return Objects.requireNonNull(real == null ? imag : real);
    }
    if (mode.equals("stft")) {
      return ops.concat(2, List.of(real, imag));
    }
    if (mode.equals("angle")) {
      return angle(ops, imag, real);
    }
    Value power = ops.add(ops.mul(real, real), ops.mul(imag, imag));
    if (mode.equals("psd")) {
      // All but the first and the last frequency stand for two.
      Value inner = ops.slice(power, 2, 1, -1, 1);
      Value pads = ops.longs(0, 0, 1, 0, 0, 1);
      return ops.add(
          power,
          ops.applyAs(
              power.shape(), new Movement.Pad("constant"), inner, pads, ops.scalar(power, 0)));
    }
    Value linear = ops.sqrt(ops.max(power, Config.epsilon()));
    return switch (mode) {
      case "magnitude" -> linear;
      case "log" -> ops.log(ops.max(linear, Config.epsilon()));
      default ->
          throw new IllegalArgumentException(
              "STFTSpectrogram: mode '"
                  + mode
                  + "' is none of log, magnitude, psd, real, imag, angle, stft");
    };
  }

  private static Value angle(Ops ops, Value y, Value x) {
    Value zero = ops.scalar(x, 0);
    Value half = ops.apply(new Unary.Atan(), ops.div(y, x));
    Value turn = ops.where(ops.less(y, zero), ops.scalar(x, -Math.PI), ops.scalar(x, Math.PI));
    Value whole = ops.where(ops.less(x, zero), ops.add(half, turn), half);
    Value nothing = ops.and(ops.equal(x, zero), ops.equal(y, zero));
    return ops.where(nothing, zero, whole);
  }
}
