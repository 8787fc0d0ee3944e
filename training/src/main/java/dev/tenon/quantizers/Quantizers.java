package dev.tenon.quantizers;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keras' functions for quantization on tensors of the host, and the configurations for {@code
 * model.edit().quantize(config)}.
 *
 * @see <a href="https://keras.io/api/quantizers/">Keras: quantizers</a>
 */
public final class Quantizers {
  private static final double EPSILON = 1e-7;

  private Quantizers() {}

  /** Returns a quantizer by the largest magnitude, with Keras' defaults. */
  public static AbsMaxQuantizer absMaxQuantizer() {
    return AbsMaxQuantizer.DEFAULTS;
  }

  /**
   * Returns a quantizer by the largest magnitude.
   *
   * @param axis the axes that share a scale
   */
  public static AbsMaxQuantizer absMaxQuantizer(long... axis) {
    return AbsMaxQuantizer.DEFAULTS.axis(axis);
  }

  /** Returns the configuration of the mode {@code int8}, with Keras' defaults. */
  public static Int8QuantizationConfig int8QuantizationConfig() {
    return Int8QuantizationConfig.DEFAULTS;
  }

  /** Returns the configuration of the mode {@code int4}, with Keras' defaults. */
  public static Int4QuantizationConfig int4QuantizationConfig() {
    return Int4QuantizationConfig.DEFAULTS;
  }

  /** Returns the configuration of the mode {@code float8}. */
  public static Float8QuantizationConfig float8QuantizationConfig() {
    return new Float8QuantizationConfig();
  }

  /**
   * Returns the configuration of the mode {@code gptq}, with Keras' defaults.
   *
   * @param dataset token ids of any shape
   */
  public static GPTQConfig gptqConfig(Tensor... dataset) {
    return new GPTQConfig(List.of(dataset), 4, 128, true, 512, 0.01, 128, false, false, List.of());
  }

  /**
   * Returns the configuration of the mode {@code awq}, with Keras' defaults.
   *
   * @param dataset token ids of any shape
   */
  public static AWQConfig awqConfig(Tensor... dataset) {
    return new AWQConfig(List.of(dataset), 4, 128, 512, 128, 20, List.of());
  }

  /**
   * Quantizes a tensor to int8 by its largest magnitude along axes, with Keras' defaults.
   *
   * <p>{@link AbsMaxQuantizer} has Keras' other arguments.
   *
   * @param inputs a tensor of floats
   * @param axis the axes that share a scale, which keep length 1 in the scale
   */
  public static QuantizedTensor absMaxQuantize(Tensor inputs, int... axis) {
    return AbsMaxQuantizer.DEFAULTS.apply(inputs, axis);
  }

  /**
   * Quantizes groups of rows of a matrix to numbers from -8 to 7, with a scale and a zero point a
   * group and column.
   *
   * @param inputs a matrix of floats of shape (rows, columns)
   * @param blockSize how many rows a group has; zeros fill up the last one
   * @return values of shape (rows, columns), scale and zero point of shape (groups, columns)
   */
  public static QuantizedTensor absMaxQuantizeGroupedWithZeroPoint(Tensor inputs, long blockSize) {
    return absMaxQuantizeGroupedWithZeroPoint(
        inputs, blockSize, new long[] {-8, 7}, EPSILON, false);
  }

  /**
   * Quantizes groups of rows of a matrix to whole numbers, with a scale and a zero point a group
   * and column.
   *
   * <p>{@code scale = (max - min + epsilon) / (high - low)}, {@code zero = clip(round(-min / scale)
   * + low, low, high)}, {@code values = clip(round(x / scale) + zero, low, high)}.
   *
   * @param inputs a matrix of floats of shape (rows, columns)
   * @param blockSize how many rows a group has; zeros fill up the last one
   * @param valueRange the least and the greatest number, within int8
   * @param epsilon keeps the scale of equal numbers from 0
   * @param toNumpy whether to follow Keras' computation in NumPy, which {@code quantize} of a model
   *     takes. The other one gives a group of equal numbers a range of 2 and does not fill up a
   *     single group
   */
  public static QuantizedTensor absMaxQuantizeGroupedWithZeroPoint(
      Tensor inputs, long blockSize, long[] valueRange, double epsilon, boolean toNumpy) {
    if (valueRange.length != 2
        || valueRange[0] < -128
        || valueRange[1] > 127
        || valueRange[0] >= valueRange[1]) {
      throw new IllegalArgumentException(
          "valueRange must be two rising numbers from -128 to 127, received "
              + Arrays.toString(valueRange));
    }
    return toNumpy
        ? AbsMax.grouped(inputs, blockSize, valueRange[0], valueRange[1], epsilon)
        : AbsMax.groupedOfTensors(inputs, blockSize, valueRange[0], valueRange[1], epsilon);
  }

  /**
   * Rounds floats to numbers of float8 in units of a scale and brings them back.
   *
   * @param inputs a tensor of floats
   * @param scale the unit
   * @param quantizedDtype {@code float8_e4m3fn} or {@code float8_e5m2}
   * @param computeDtype the type of the result, such as {@code float32}
   */
  public static Tensor quantizeAndDequantize(
      Tensor inputs, Tensor scale, String quantizedDtype, String computeDtype) {
    DType small = FloatRounding.float8(quantizedDtype);
    DType compute = DType.of(computeDtype);
    double most = FloatRounding.greatest(small);
    Tensor unit = scale.cast(compute);
    Tensor units = inputs.cast(compute).divide(unit).clip(-most, most);
    return units.cast(small).cast(compute).multiply(unit);
  }

  /**
   * Rounds a tensor to {@code 2^numBits} levels between two limits.
   *
   * @param inputs a tensor of floats
   * @param minVals the least number, a scalar
   * @param maxVals the greatest number, a scalar
   */
  public static Tensor fakeQuantWithMinMaxVars(Tensor inputs, Tensor minVals, Tensor maxVals) {
    return fakeQuantWithMinMaxVars(inputs, minVals, maxVals, 8, false, null);
  }

  /**
   * Rounds a tensor to levels between two limits, which are moved so that one level is 0.
   *
   * @param inputs a tensor of floats
   * @param minVals the least numbers: a scalar, or one a channel
   * @param maxVals the greatest numbers: a scalar, or one a channel
   * @param numBits how many bits a level's number has
   * @param narrowRange whether the lowest level is left out
   * @param axis the axis of the channels; null for limits of the whole tensor
   */
  public static Tensor fakeQuantWithMinMaxVars(
      Tensor inputs,
      Tensor minVals,
      Tensor maxVals,
      int numBits,
      boolean narrowRange,
      @Nullable Integer axis) {
    int channels = axis == null ? 0 : axis < 0 ? axis + inputs.rank() : axis;
    long limits = axis == null ? 1 : inputs.dim(channels);
    if (minVals.size() != limits || maxVals.size() != limits) {
      throw new IllegalArgumentException(
          "fakeQuantWithMinMaxVars: axis "
              + axis
              + " of shape "
              + inputs.shapeString()
              + " needs "
              + limits
              + " limits, received "
              + minVals.size()
              + " and "
              + maxVals.size());
    }
    float[] mins = minVals.cast(DType.FLOAT32).toFloatArray();
    float[] maxs = maxVals.cast(DType.FLOAT32).toFloatArray();
    return FloatRounding.fakeQuant(inputs, mins, maxs, numBits, narrowRange, channels);
  }

  /** Returns the next scale of float8 numbers, without a margin; see the longer form. */
  public static Tensor computeFloat8Scale(Tensor amax, Tensor scale, double dtypeMax) {
    return computeFloat8Scale(amax, scale, dtypeMax, 0);
  }

  /**
   * Returns the next scale of float8 numbers: {@code amax * 2^margin / dtypeMax}.
   *
   * @param amax the largest magnitude that was seen
   * @param scale the present scale, which stays where amax is 0 or not finite
   * @param dtypeMax the greatest number of the float8 type
   * @param margin how many powers of two to leave free
   */
  public static Tensor computeFloat8Scale(Tensor amax, Tensor scale, double dtypeMax, int margin) {
    Tensor one = Tensor.full(scale.dtype(), 1);
    Tensor present = one.divide(scale);
    Tensor next = Tensor.full(amax.dtype(), dtypeMax).divide(amax).divide(Math.scalb(1.0, margin));
    Tensor.Writer writer = new Tensor.Writer(amax.dtype(), amax.size());
    for (int i = 0; i < amax.size(); i++) {
      double seen = amax.getDouble(i);
      boolean usable = seen > 0 && !Double.isInfinite(seen);
      writer.set(i, usable ? next.getDouble(i) : present.getDouble(present.size() == 1 ? 0 : i));
    }
    return one.divide(writer.build(amax.shape()));
  }

  /**
   * Returns the history of largest magnitudes after one more tensor: moved by one, with the largest
   * magnitude of {@code x} in front.
   *
   * @param x a tensor
   * @param amaxHistory a vector
   */
  public static Tensor computeFloat8AmaxHistory(Tensor x, Tensor amaxHistory) {
    int length = amaxHistory.size();
    Tensor.Writer writer = new Tensor.Writer(amaxHistory.dtype(), length);
    for (int i = 1; i < length; i++) {
      writer.set(i, amaxHistory.getDouble((i + 1) % length));
    }
    double most = 0;
    for (int i = 0; i < x.size(); i++) {
      most = Math.max(most, Math.abs(x.getDouble(i)));
    }
    writer.set(0, most);
    return writer.build(length);
  }

  /** Packs numbers from -8 to 7 along the first axis; see the longer form. */
  public static Tensor packInt4(Tensor arr) {
    return packInt4(arr, 0);
  }

  /**
   * Packs two numbers of four bits into each byte.
   *
   * @param arr int8 from -8 to 7, or uint8 from 0 to 15
   * @param axis the axis whose neighbours share a byte; a last one without neighbour gets a 0
   * @return the type of {@code arr}, with half the length along the axis, rounded up
   */
  public static Tensor packInt4(Tensor arr, int axis) {
    return Nibbles.pack(arr, axis);
  }

  /** Unpacks numbers of four bits along the first axis; see the longer form. */
  public static Tensor unpackInt4(Tensor packed, long origLen) {
    return unpackInt4(packed, origLen, 0);
  }

  /**
   * Unpacks numbers of four bits, two of which are in each byte.
   *
   * @param packed what {@link #packInt4(Tensor, int)} returned
   * @param origLen the length of the axis before it was packed
   * @param axis the axis that was packed
   * @return int8 from -8 to 7, or uint8 from 0 to 15
   */
  public static Tensor unpackInt4(Tensor packed, long origLen, int axis) {
    return Nibbles.unpack(packed, origLen, axis);
  }
}
