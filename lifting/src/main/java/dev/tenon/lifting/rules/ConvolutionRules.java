package dev.tenon.lifting.rules;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.op.Convolution.Conv;
import dev.tenon.ir.op.Convolution.ConvTranspose;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.convolution.Conv1D;
import dev.tenon.layers.convolution.Conv1DTranspose;
import dev.tenon.layers.convolution.Conv2D;
import dev.tenon.layers.convolution.Conv2DTranspose;
import dev.tenon.layers.convolution.Conv3D;
import dev.tenon.layers.convolution.Conv3DTranspose;
import dev.tenon.layers.convolution.DepthwiseConv1D;
import dev.tenon.layers.convolution.DepthwiseConv2D;
import dev.tenon.lifting.axes.NoEquivalentLayerException;
import dev.tenon.lifting.walk.LiftContext;
import dev.tenon.lifting.walk.LiftingRule;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Writes convolutions: kernels are turned from (out, in, spatial…) to (spatial…, in, out). */
final class ConvolutionRules {
  static final Map<Class<? extends Operator>, LiftingRule> ALL =
      Map.of(Conv.class, ConvolutionRules::conv, ConvTranspose.class, ConvolutionRules::transposed);

  private ConvolutionRules() {}

  private static void conv(LiftContext site) {
    Conv conv = site.operator(Conv.class);
    Tensor kernel = site.constant(1, "kernel");
    List<Tensor> weights = new ArrayList<>();
    boolean last = conv.channelsLast();
    Tensor plain = last ? kernel : channelsLast(kernel);
    int axes = plain.rank() - 2;
    Pads pads =
        Pads.of(
            Arrays.stream(plain.shape()).limit(axes).boxed().toList(),
            conv.strides(),
            conv.dilations(),
            conv.pads(),
            conv.autoPad(),
            false);
    if (axes < 1 || axes > 3) {
      throw new NoEquivalentLayerException("has " + axes + " spatial axes; the layers have 1 to 3");
    }
    boolean steps = pads.strides().stream().anyMatch(n -> n > 1);
    if (steps && pads.dilations().stream().anyMatch(n -> n > 1)) {
      throw new NoEquivalentLayerException(
          "has strides and dilations, of which Keras' layers take one only");
    }
    ChannelsLastOperand x = ChannelsLastOperand.of(site, conv);
    Shape result = ChannelsLastOperand.area(site, conv);
    String padding = "valid";
    KerasTensor tensor = x.tensor();
    if (!pads.isValid(x.area(), result)) {
      if (pads.isSame(x.area(), result)) {
        padding = "same";
      } else if (pads.isExplicit(x.area(), result)) {
        tensor = Pads.padded(site.layers(), tensor, site.name(), pads.begins(), pads.ends());
      } else {
        throw new NoEquivalentLayerException(
            "pads by " + pads.autoPad() + ", which Keras' layers do not");
      }
    }
    long group = conv.group();
    // Keras' depthwise layers take equal strides only; a Conv with as many groups takes others.
    boolean equal = pads.strides().stream().distinct().count() == 1;
    boolean depthwise = group > 1 && plain.dim(-2) == 1 && axes < 3 && equal;
    weights.add(depthwise ? perChannel(plain, group) : plain);
    boolean bias = site.has(2);
    if (bias) {
      weights.add(site.constant(2, "bias"));
    }
    Layer<?> layer =
        depthwise
            ? depthwise(pads, plain.dim(-1) / group, padding, bias)
            : plain(pads, plain.dim(-1), group, padding, bias);
    site.put(site.layers().apply(layer, site.name(), tensor, weights), x.order());
  }

  /** Turns (out, in, spatial…) into (spatial…, in, out), which is also (in, out, …) turned. */
  static Tensor channelsLast(Tensor kernel) {
    int rank = kernel.rank();
    int[] perm = new int[rank];
    for (int i = 0; i < rank - 2; i++) {
      perm[i] = i + 2;
    }
    perm[rank - 2] = 1;
    perm[rank - 1] = 0;
    return kernel.transpose(perm);
  }

  /** Turns (spatial…, 1, channels * multiplier) into (spatial…, channels, multiplier). */
  private static Tensor perChannel(Tensor kernel, long channels) {
    long[] shape = kernel.shape();
    shape[shape.length - 2] = channels;
    shape[shape.length - 1] /= channels;
    return kernel.reshape(shape);
  }

  private static Layer<?> plain(Pads pads, long filters, long group, String padding, boolean bias) {
    return switch (pads.axes()) {
      case 1 ->
          Conv1D.DEFAULTS
              .filters(filters)
              .kernelSize(pads.kernel())
              .strides(pads.strides())
              .dilationRate(pads.dilations())
              .groups(group)
              .padding(padding)
              .useBias(bias);
      case 2 ->
          Conv2D.DEFAULTS
              .filters(filters)
              .kernelSize(pads.kernel())
              .strides(pads.strides())
              .dilationRate(pads.dilations())
              .groups(group)
              .padding(padding)
              .useBias(bias);
      default ->
          Conv3D.DEFAULTS
              .filters(filters)
              .kernelSize(pads.kernel())
              .strides(pads.strides())
              .dilationRate(pads.dilations())
              .groups(group)
              .padding(padding)
              .useBias(bias);
    };
  }

  private static Layer<?> depthwise(Pads pads, long multiplier, String padding, boolean bias) {
    return pads.axes() == 1
        ? DepthwiseConv1D.DEFAULTS
            .depthMultiplier(multiplier)
            .kernelSize(pads.kernel())
            .strides(pads.strides())
            .dilationRate(pads.dilations())
            .padding(padding)
            .useBias(bias)
        : DepthwiseConv2D.DEFAULTS
            .depthMultiplier(multiplier)
            .kernelSize(pads.kernel())
            .strides(pads.strides())
            .dilationRate(pads.dilations())
            .padding(padding)
            .useBias(bias);
  }

  /**
   * Writes the full result of a transposed convolution, of which a layer cuts off what ONNX's pads
   * take away.
   */
  private static void transposed(LiftContext site) {
    ConvTranspose conv = site.operator(ConvTranspose.class);
    Tensor kernel = site.constant(1, "kernel");
    Tensor plain = conv.channelsLast() ? kernel : channelsLast(kernel);
    int axes = plain.rank() - 2;
    List<Long> size = Arrays.stream(plain.shape()).limit(axes).boxed().toList();
    Pads pads = Pads.of(size, conv.strides(), conv.dilations(), conv.pads(), conv.autoPad(), false);
    if (conv.group() != 1 || conv.outputShape() != null || conv.autoPad().startsWith("SAME")) {
      throw new NoEquivalentLayerException("has groups, an output shape or a rule for its pads");
    }
    if (axes < 1 || axes > 3 || pads.dilations().stream().anyMatch(n -> n > 1)) {
      throw new NoEquivalentLayerException("has dilations or more than 3 spatial axes");
    }
    List<Long> extra =
        conv.outputPadding() == null ? Collections.nCopies(axes, 0L) : conv.outputPadding();
    boolean same = true;
    List<Long> ends = new ArrayList<>();
    for (int i = 0; i < axes; i++) {
      long surplus = size.get(i) - pads.strides().get(i);
      long end = pads.ends().get(i) - extra.get(i);
      if (surplus < 0 || end < 0) {
        throw new NoEquivalentLayerException("adds entries that no window reaches");
      }
      same &= pads.begins().get(i) == surplus / 2 && end == surplus - surplus / 2;
      ends.add(end);
    }
    ChannelsLastOperand x = ChannelsLastOperand.of(site, conv);
    List<Tensor> weights = new ArrayList<>(List.of(plain));
    if (site.has(2)) {
      weights.add(site.constant(2, "bias"));
    }
    long filters = plain.dim(axes);
    Layer<?> layer = spread(pads, filters, same ? "same" : "valid", site.has(2));
    KerasTensor full = site.layers().apply(layer, site.name(), x.tensor(), weights);
    boolean whole = same || new Pads(size, size, size, pads.begins(), ends, "", false).isNone();
    site.put(
        whole ? full : Pads.cropped(site.layers(), full, site.name(), pads.begins(), ends),
        x.order());
  }

  private static Layer<?> spread(Pads pads, long filters, String padding, boolean bias) {
    return switch (pads.axes()) {
      case 1 ->
          Conv1DTranspose.DEFAULTS
              .filters(filters)
              .kernelSize(pads.kernel())
              .strides(pads.strides())
              .padding(padding)
              .useBias(bias);
      case 2 ->
          Conv2DTranspose.DEFAULTS
              .filters(filters)
              .kernelSize(pads.kernel())
              .strides(pads.strides())
              .padding(padding)
              .useBias(bias);
      default ->
          Conv3DTranspose.DEFAULTS
              .filters(filters)
              .kernelSize(pads.kernel())
              .strides(pads.strides())
              .padding(padding)
              .useBias(bias);
    };
  }
}
