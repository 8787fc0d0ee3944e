package dev.tenon.layers.convolution;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Convolution;
import dev.tenon.ir.shape.Dim;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions of a tensor by other tensors, for {@code keras.ops}.
 *
 * @param strides the steps between windows
 * @param padding {@code valid} or {@code same}
 * @param dilationRate the distances between neighbouring entries of a kernel
 * @param last whether the channel axis is the last one
 */
public record TensorConvolution(
    List<Long> strides, String padding, List<Long> dilationRate, boolean last) {

  private static List<Long> lengths(Value kernel) {
    List<Long> lengths = new ArrayList<>();
    for (int i = 0; i < kernel.rank() - 2; i++) {
      long length = kernel.shape().length(i);
      if (length < 1) {
        throw new IllegalArgumentException(
            "a kernel must have known spatial lengths, not " + kernel.shape());
      }
      lengths.add(length);
    }
    return lengths;
  }

  /**
   * Convolves by a kernel (spatial…, in / groups, out); the lengths determine the number of groups.
   */
  public Value plain(Ops ops, Value x, Value kernel) {
    long perGroup = kernel.shape().length(-2);
    long channels = x.shape().length(last ? -1 : 1);
    return convolve(ops, x, kernel, channels > 0 && perGroup > 0 ? channels / perGroup : 1);
  }

  /** Convolves each channel by itself, by a kernel (spatial…, in, multiplier). */
  public Value depthwise(Ops ops, Value x, Value kernel) {
    Dim channels = kernel.shape().dim(-2);
    Dim filters = channels.times(kernel.shape().dim(-1));
    int axes = kernel.rank() - 2;
    Value grouped =
        ops.reshape(kernel, kernel.shape().with(axes, Dim.of(1)).with(axes + 1, filters));
    return convolve(ops, x, grouped, channels.orMinusOne());
  }

  /** Convolves each channel by itself, then mixes the channels of each place. */
  public Value separable(Ops ops, Value x, Value depthwise, Value pointwise) {
    List<Long> ones = Collections.nCopies(strides.size(), 1L);
    TensorConvolution mix = new TensorConvolution(ones, "valid", ones, last);
    return mix.convolve(ops, depthwise(ops, x, depthwise), pointwise, 1);
  }

  private Value convolve(Ops ops, Value x, Value kernel, long groups) {
    List<Long> lengths = lengths(kernel);
    ConvolutionPadding pads =
        ConvolutionPadding.of(padding, lengths, strides, dilationRate, x.shape(), last ? 1 : 2);
    Convolution.Conv conv =
        new Convolution.Conv(
            pads.autoPad(), dilationRate, groups, lengths, pads.lengths(), strides, last);
    return ops.apply(conv, x, last ? kernel : ConvolutionSettings.channelsFirst(ops, kernel));
  }

  /** Undoes the lengths of a convolution by a kernel (spatial…, out, in). */
  public Value transposed(Ops ops, Value x, Value kernel, @Nullable List<Long> outputPadding) {
    Convolution.ConvTranspose operator =
        transposed(lengths(kernel), strides, padding, outputPadding, dilationRate, last);
    return ops.apply(operator, x, last ? kernel : ConvolutionSettings.channelsFirst(ops, kernel));
  }

  static Convolution.ConvTranspose transposed(
      List<Long> kernel,
      List<Long> strides,
      String padding,
      @Nullable List<Long> outputPadding,
      List<Long> dilationRate,
      boolean last) {
    ConvolutionPadding.fit(kernel, strides, dilationRate);
    if (outputPadding != null && outputPadding.size() != kernel.size()) {
      throw new IllegalArgumentException(
          "output_padding " + outputPadding + " must have " + kernel.size() + " entries");
    }
    List<Long> pads = new ArrayList<>();
    List<Long> ends = new ArrayList<>();
    List<Long> extras = new ArrayList<>();
    boolean same = padding.equals("same");
    for (int i = 0; i < kernel.size(); i++) {
      long reach = (kernel.get(i) - 1) * dilationRate.get(i) + 1;
      Long extra = outputPadding == null ? null : outputPadding.get(i);
      long surplus = surplus(reach, strides.get(i), same, extra);
      pads.add(Math.max(surplus, 0) / 2);
      ends.add(Math.max(surplus, 0) - pads.get(i));
      extras.add(Math.max(-surplus, 0));
    }
    pads.addAll(ends);
    return new Convolution.ConvTranspose(
        "NOTSET", dilationRate, 1, kernel, extras, null, pads, strides, last);
  }

  /**
   * Returns by how much the full result, {@code (in - 1) * stride + kernel}, exceeds the output.
   *
   * <p>What is cut off is split between both ends, the odd entry at the far one, as TensorFlow does
   * for the gradient of a padded convolution; what is missing is added at the far end.
   */
  private static long surplus(long kernel, long stride, boolean same, @Nullable Long padding) {
    if (padding == null) {
      return same ? kernel - stride : -Math.max(stride - kernel, 0);
    }
    return same ? kernel - kernel % 2 - padding : -padding;
  }
}
