package dev.tenon.layers.convolution;

import dev.tenon.ir.shape.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a convolution pads, in ONNX's words.
 *
 * @param autoPad ONNX's rule
 * @param lengths all begins, then all ends, where the rule is NOTSET
 */
record ConvolutionPadding(String autoPad, @Nullable List<Long> lengths) {

  static ConvolutionPadding of(ConvolutionSettings settings, Shape input) {
    return of(
        settings.padding(),
        settings.kernelSize(),
        settings.strides(),
        settings.dilationRate(),
        input,
        settings.format().firstSpatial());
  }

  /**
   * Returns the padding that a word stands for.
   *
   * @param firstSpatial the input's first axis that the kernel slides along
   */
  static ConvolutionPadding of(
      String word,
      List<Long> kernel,
      List<Long> strides,
      List<Long> rates,
      Shape input,
      int firstSpatial) {
    fit(kernel, strides, rates);
    return switch (word) {
      case "valid" -> new ConvolutionPadding("VALID", null);
      case "same" -> same(kernel, strides, rates, input, firstSpatial);
      case "causal" -> causal(kernel, rates);
      // The layer's arguments were checked when it was built.
      default -> throw new IllegalArgumentException("unknown padding '" + word + "'");
    };
  }

  /**
   * Checks that steps and distances are said for each axis of a kernel.
   *
   * @throws IllegalArgumentException if they are not
   */
  static void fit(List<Long> kernel, List<Long> strides, List<Long> rates) {
    if (strides.size() != kernel.size() || rates.size() != kernel.size()) {
      throw new IllegalArgumentException(
          "strides "
              + strides
              + " and dilation_rate "
              + rates
              + " must each have one entry for each of the kernel's lengths "
              + kernel);
    }
  }

  private static ConvolutionPadding causal(List<Long> kernel, List<Long> rates) {
    int axes = kernel.size();
    List<Long> lengths = new ArrayList<>(Collections.nCopies(2 * axes, 0L));
    for (int i = 0; i < axes; i++) {
      lengths.set(i, reach(kernel, rates, i));
    }
    return new ConvolutionPadding("NOTSET", lengths);
  }

  /** Returns the distance between the first and the last entry of a kernel. */
  private static long reach(List<Long> kernel, List<Long> rates, int axis) {
    return (kernel.get(axis) - 1) * rates.get(axis);
  }

  /**
   * Pads so that the output has as many entries as there are strides in the input.
   *
   * <p>With dilation the lengths are spelt out wherever they are known, since ONNX Runtime refuses
   * to work them out itself.
   */
  private static ConvolutionPadding same(
      List<Long> kernel, List<Long> strides, List<Long> rates, Shape input, int firstSpatial) {
    ConvolutionPadding rule = new ConvolutionPadding("SAME_UPPER", null);
    if (rates.stream().allMatch(rate -> rate == 1)) {
      return rule;
    }
    List<Long> begins = new ArrayList<>();
    List<Long> ends = new ArrayList<>();
    for (int i = 0; i < kernel.size(); i++) {
      long stride = strides.get(i);
      long total = reach(kernel, rates, i);
      if (stride > 1) {
        long length = input.length(firstSpatial + i);
        if (length < 0) {
          return rule;
        }
        long steps = (length + stride - 1) / stride;
        total = Math.max((steps - 1) * stride + total + 1 - length, 0);
      }
      begins.add(total / 2);
      ends.add(total - total / 2);
    }
    begins.addAll(ends);
    return new ConvolutionPadding("NOTSET", begins);
  }
}
