package dev.tenon.zoo;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.activation.Activation;
import dev.tenon.layers.activation.ReLU;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.convolution.Conv2D;
import dev.tenon.layers.convolution.DepthwiseConv2D;
import dev.tenon.layers.convolution.SeparableConv2D;
import dev.tenon.layers.core.Dense;
import dev.tenon.layers.merging.Add;
import dev.tenon.layers.merging.Concatenate;
import dev.tenon.layers.normalization.BatchNormalization;
import dev.tenon.layers.pooling.AveragePooling2D;
import dev.tenon.layers.pooling.MaxPooling2D;
import dev.tenon.layers.reshaping.ZeroPadding2D;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The layers that most architectures are made of, with the options that they vary. */
final class LayerBlocks {
  /** The axis of the channels, as most of Keras' applications name it. */
  static final int CHANNELS = 3;

  private LayerBlocks() {}

  /** Applies a new layer; without a name it gets the next one of its class, as in Keras. */
  static KerasTensor put(KerasTensor x, Layer<?> layer, @Nullable String name) {
    return name == null ? layer.apply(x) : layer.named(name).apply(x);
  }

  static List<Long> pair(long both) {
    return List.of(both, both);
  }

  static Conv2D conv(long filters, long size) {
    return Conv2D.DEFAULTS.filters(filters).kernelSize(pair(size));
  }

  /** A convolution that keeps the size of the image, where it has no strides. */
  static Conv2D same(long filters, long size) {
    return conv(filters, size).padding("same");
  }

  static Conv2D sameNoBias(long filters, long size) {
    return same(filters, size).useBias(false);
  }

  static DepthwiseConv2D depthwise(long size, long stride) {
    return DepthwiseConv2D.DEFAULTS
        .kernelSize(pair(size))
        .strides(pair(stride))
        .padding("same")
        .useBias(false);
  }

  static SeparableConv2D separable(long filters, long size) {
    return SeparableConv2D.DEFAULTS
        .filters(filters)
        .kernelSize(pair(size))
        .padding("same")
        .useBias(false);
  }

  static BatchNormalization norm(long axis) {
    return BatchNormalization.DEFAULTS.axis(List.of(axis));
  }

  /** The epsilon of networks that came from Caffe or Torch. */
  static BatchNormalization normEps() {
    return norm(CHANNELS).epsilon(1.001e-5);
  }

  static Activation activation(@Nullable String function) {
    return new Activation(KerasObject.of(function == null ? "linear" : function));
  }

  static Activation relu() {
    return activation("relu");
  }

  static ReLU relu6() {
    return ReLU.DEFAULTS.maxValue(6.0);
  }

  static MaxPooling2D maxPool(long size, long stride, String padding) {
    return MaxPooling2D.DEFAULTS.poolSize(pair(size)).strides(pair(stride)).padding(padding);
  }

  static AveragePooling2D averagePool(long size, long stride, String padding) {
    return AveragePooling2D.DEFAULTS.poolSize(pair(size)).strides(pair(stride)).padding(padding);
  }

  static ZeroPadding2D pad(long before, long after) {
    List<Long> side = List.of(before, after);
    return ZeroPadding2D.DEFAULTS.padding(List.of(side, side));
  }

  static Dense dense(long units, @Nullable String function) {
    return Dense.DEFAULTS
        .units(units)
        .activation(KerasObject.of(function == null ? "linear" : function));
  }

  static KerasTensor add(KerasTensor a, KerasTensor b, @Nullable String name) {
    Layer<?> sum = new Add();
    List<KerasTensor> both = List.of(a, b);
    return name == null ? sum.apply(both) : sum.named(name).apply(both);
  }

  static KerasTensor concat(List<KerasTensor> parts, long axis, @Nullable String name) {
    Concatenate joined = new Concatenate(axis);
    return name == null ? joined.apply(parts) : joined.named(name).apply(parts);
  }

  static long channels(KerasTensor x) {
    return x.shape().length(CHANNELS);
  }

  /**
   * Returns the zeros in front of a strided convolution without padding, so that it gives what
   * TensorFlow's {@code same} does: for an open or even length one less in front than behind.
   */
  static ZeroPadding2D correctPad(KerasTensor x, long size) {
    long half = size / 2;
    return ZeroPadding2D.DEFAULTS.padding(
        List.of(
            List.of(half - even(x.shape(), 1, 1), half),
            List.of(half - even(x.shape(), 2, 1), half)));
  }

  /** Says with 1 that a length is even; where the height is open, both are taken as even. */
  private static long even(Shape shape, int axis, int heightAxis) {
    return !shape.dim(heightAxis).isKnown() || shape.length(axis) % 2 == 0 ? 1 : 0;
  }

  /** Rounds a number of filters to a multiple, never more than a tenth below what was wanted. */
  static long divisible(double wanted, long divisor) {
    long rounded = roundedTo(wanted, divisor);
    return rounded < 0.9 * wanted ? rounded + divisor : rounded;
  }

  /** Rounds a number of filters to a multiple, at least one of them. */
  static long roundedTo(double wanted, long divisor) {
    return Math.max(divisor, (long) (wanted + divisor / 2.0) / divisor * divisor);
  }
}
