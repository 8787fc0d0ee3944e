package dev.tenon.ir.op;

import dev.tenon.ir.graph.Inference;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Convolution and its transpose: x, kernel, optional bias. */
public sealed interface Convolution extends OperatorFamily, Spatial {
  String autoPad();

  @Nullable List<Long> dilations();

  long group();

  @Nullable List<Long> kernelShape();

  @Nullable List<Long> pads();

  @Nullable List<Long> strides();

  /** Fails where a kernel has another number of axes than what it slides over. */
  private static void checkRanks(Shape x, Shape kernel) {
    if (x.ranked() && kernel.ranked() && x.rank() != kernel.rank()) {
      throw new IllegalArgumentException(
          "the kernel " + kernel + " and the input " + x + " have not as many axes");
    }
  }

  /**
   * Returns the lengths of the kernel's spatial axes, from the attribute or the kernel itself; -1
   * for one that is not known.
   */
  default List<Long> kernel(Shape kernel) {
    List<Long> given = kernelShape();
    if (given != null) {
      return given;
    }
    List<Long> lengths = new ArrayList<>();
    int first = channelsLast() ? 0 : 2;
    for (int i = 0; i < kernel.rank() - 2; i++) {
      lengths.add(kernel.length(first + i));
    }
    return lengths;
  }

  /** Cross-correlation of {@code group} groups of channels; 1, 2 or 3 spatial axes. */
  record Conv(
      String autoPad,
      @Nullable List<Long> dilations,
      long group,
      @Nullable List<Long> kernelShape,
      @Nullable List<Long> pads,
      @Nullable List<Long> strides,
      @NotInOnnx boolean channelsLast)
      implements Convolution {
    @Override
    public Conv channelsLast(boolean last) {
      return new Conv(autoPad, dilations, group, kernelShape, pads, strides, last);
    }

    @Override
    public List<TensorType> infer(Inference in) {
      Shape x = in.shape(0);
      Shape w = in.shape(1);
      checkRanks(x, w);
      Dim in0 = x.dim(channelAxis(x.rank()));
      long perGroup = w.length(channelsLast ? w.rank() - 2 : 1);
      if (in0.isKnown() && perGroup >= 0 && in0.orMinusOne() != perGroup * group) {
        throw new IllegalArgumentException(
            "the kernel "
                + w
                + " takes "
                + perGroup * group
                + " channels, the input "
                + x
                + " has "
                + in0);
      }
      Dim out = w.dim(channelsLast ? w.rank() - 1 : 0);
      List<Long> kernel = kernel(w);
      Shape area =
          kernelShape == null && kernel.contains(-1L)
              ? Shape.ofRank(kernel.size())
              : new Window(autoPad, kernel, strides, pads, dilations, false).slide(spatial(x));
      return List.of(in.type(0).with(image(x.dim(0), out, area)));
    }
  }

  /**
   * The gradient of a convolution as an operator of its own.
   *
   * <p>The kernel is (in, out / group, spatial…); with {@code channelsLast} it is (spatial…, out /
   * group, in), as Keras stores it.
   */
  record ConvTranspose(
      String autoPad,
      @Nullable List<Long> dilations,
      long group,
      @Nullable List<Long> kernelShape,
      @Nullable List<Long> outputPadding,
      @Nullable List<Long> outputShape,
      @Nullable List<Long> pads,
      @Nullable List<Long> strides,
      @NotInOnnx boolean channelsLast)
      implements Convolution {
    @Override
    public ConvTranspose channelsLast(boolean last) {
      return new ConvTranspose(
          autoPad, dilations, group, kernelShape, outputPadding, outputShape, pads, strides, last);
    }

    @Override
    public List<TensorType> infer(Inference in) {
      Shape x = in.shape(0);
      Shape w = in.shape(1);
      checkRanks(x, w);
      Shape area = spatial(x);
      List<Long> kernel = kernel(w);
      for (int i = 0; i < kernel.size(); i++) {
        area = area.with(i, length(area.dim(i), kernel, i));
      }
      Dim out = w.dim(channelsLast ? w.rank() - 2 : 1).times(group);
      return List.of(in.type(0).with(image(x.dim(0), out, area)));
    }

    private static long number(String attribute, List<Long> numbers, int at) {
      if (at >= numbers.size()) {
        throw new IllegalArgumentException(
            attribute + " has " + numbers.size() + " numbers; expected one for every axis");
      }
      return numbers.get(at);
    }

    private Dim length(Dim in, List<Long> kernel, int i) {
      if (outputShape != null) {
        return Dim.of(number("output_shape", outputShape, i));
      }
      long stride = strides == null ? 1 : number("strides", strides, i);
      long dilation = dilations == null ? 1 : number("dilations", dilations, i);
      long extra = outputPadding == null ? 0 : number("output_padding", outputPadding, i);
      if (autoPad.startsWith("SAME")) {
        return in.times(stride);
      }
      if (kernelShape == null && kernel.get(i) < 0) {
        return Dim.unknown();
      }
      long padding =
          pads == null ? 0 : number("pads", pads, i) + number("pads", pads, i + kernel.size());
      return in.plus(-1).times(stride).plus(extra + (kernel.get(i) - 1) * dilation + 1 - padding);
    }
  }
}
