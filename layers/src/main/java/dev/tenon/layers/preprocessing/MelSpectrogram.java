package dev.tenon.layers.preprocessing;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Convolution;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Reduction;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.NoWeights;
import dev.tenon.layers.common.ShortName;
import dev.tenon.tensor.DType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Computes the mel spectrogram of a signal.
 *
 * <p>Input (batch, time) or (time); output (batch, num_mel_bins, frames) or (num_mel_bins, frames).
 * The Fourier matrices become constants of the model: 16 MB for the default {@code fft_length}. An
 * input of another rank fails with an {@link IllegalArgumentException}.
 *
 * @param fftLength the length of the Fourier transform
 * @param sequenceStride the number of samples between frames
 * @param sequenceLength the number of samples of a frame. Without one it is {@code fft_length}.
 * @param window the window function: {@code hann}, {@code hamming}, a list of numbers, or null for
 *     none
 * @param samplingRate the sampling rate of the signal in Hz
 * @param numMelBins the number of bands on the mel scale
 * @param minFreq the lower end of the mel scale in Hz
 * @param maxFreq the upper end of the mel scale in Hz. Without one it is half the sampling rate.
 * @param powerToDb whether the output is in decibels
 * @param topDb the largest distance in decibels below the maximum of the batch
 * @param magExp the exponent of the magnitudes: 1 for energy, 2 for power
 * @param minPower the smallest power that decibels are computed of
 * @param refPower the power of 0 decibels
 * @see <a
 *     href="https://keras.io/api/layers/preprocessing_layers/audio_preprocessing/mel_spectrogram/">Keras:
 *     MelSpectrogram</a>
 */
@ShortName
public record MelSpectrogram(
    @Default("2048") long fftLength,
    @Default("512") long sequenceStride,
    @Nullable Long sequenceLength,
    @Default("hann") @Nullable Object window,
    @Default("16000") long samplingRate,
    @Default("128") long numMelBins,
    @Default("20") double minFreq,
    @Nullable Double maxFreq,
    @Default("true") boolean powerToDb,
    @Default("80") double topDb,
    @Default("2") double magExp,
    @Default("1e-10") double minPower,
    @Default("1") double refPower)
    implements NoWeights, MelSpectrogramOptions {
  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    Ops ops = call.ops();
    Value x = inputs.get(0);
    if (x.rank() != 1 && x.rank() != 2) {
      throw new IllegalArgumentException(
          "MelSpectrogram takes (batch, time) or (time), not " + x.shape());
    }
    DType own = call.policy().compute();
    DType type = own == DType.FLOAT64 ? own : DType.FLOAT32;
    Value signal = ops.cast(x, type);
    Value batch = x.rank() == 1 ? ops.unsqueeze(signal, 0) : signal;
    Long given = sequenceLength;
    MelTables tables =
        new MelTables(Math.toIntExact(fftLength), given == null ? fftLength : given, window);

    long half = fftLength / 2;
    Value padded = ops.apply(new Movement.Pad("reflect"), batch, ops.longs(0, half, 0, half));
    Value column = ops.unsqueeze(padded, 2);
    Value real = convolve(ops, column, ops.constant(tables.waves(true).cast(type)));
    Value imag = convolve(ops, column, ops.constant(tables.waves(false).cast(type)));
    Value strength = ops.sqrt(ops.add(ops.mul(real, real), ops.mul(imag, imag)));
    if (magExp != 1) {
      strength = magExp == 2 ? ops.mul(strength, strength) : power(ops, strength);
    }
    Double highest = maxFreq;
    long nyquist = samplingRate / 2;
    double top = highest == null || highest == 0 ? (double) nyquist : highest;
    Value bands =
        ops.constant(
            tables
                .bands(Math.toIntExact(numMelBins), (double) samplingRate, minFreq, top)
                .cast(type));
    Value y = ops.matMul(strength, bands);
    if (powerToDb) {
      y = decibel(ops, y);
    }
    y = ops.transpose(y, 0, 2, 1);
    return List.of(ops.cast(x.rank() == 1 ? ops.squeeze(y, 0) : y, own));
  }

  private Value power(Ops ops, Value x) {
    return ops.pow(x, ops.scalar(x, magExp));
  }

  private Value convolve(Ops ops, Value x, Value kernel) {
    List<Long> length = List.of(fftLength);
    List<Long> step = List.of(sequenceStride);
    return ops.apply(
        new Convolution.Conv("VALID", List.of(1L), 1, length, null, step, true), x, kernel);
  }

  private Value decibel(Ops ops, Value y) {
    double perNeper = 10 / Math.log(10);
    Value level = ops.mul(ops.log(ops.max(y, minPower)), perNeper);
    double reference = 10 * Math.log10(Math.max(Math.abs(refPower), minPower));
    level = reference == 0 ? level : ops.sub(level, reference);
    Value strongest = ops.apply(new Reduction.ReduceMax(0, 0), level);
    return ops.max(level, ops.sub(strongest, topDb));
  }
}
