package dev.tenon.ir.op;

import dev.tenon.ir.graph.Inference;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reductions over windows along the spatial axes. */
public sealed interface Pooling extends OperatorFamily, Spatial {

  /** The largest element of each window; padding never wins. */
  record MaxPool(
      String autoPad,
      long ceilMode,
      @Nullable List<Long> dilations,
      List<Long> kernelShape,
      @Nullable List<Long> pads,
      long storageOrder,
      @Nullable List<Long> strides,
      @NotInOnnx boolean channelsLast)
      implements Pooling, PoolingWindow {
    @Override
    public MaxPool channelsLast(boolean last) {
      return new MaxPool(
          autoPad, ceilMode, dilations, kernelShape, pads, storageOrder, strides, last);
    }

    @Override
    public List<TensorType> infer(Inference in) {
      return List.of(pooled(this, in));
    }
  }

  /** The mean of each window; padding counts only where {@code countIncludePad} is 1. */
  record AveragePool(
      String autoPad,
      long ceilMode,
      long countIncludePad,
      @Nullable List<Long> dilations,
      List<Long> kernelShape,
      @Nullable List<Long> pads,
      @Nullable List<Long> strides,
      @NotInOnnx boolean channelsLast)
      implements Pooling, PoolingWindow {
    @Override
    public AveragePool channelsLast(boolean last) {
      return new AveragePool(
          autoPad, ceilMode, countIncludePad, dilations, kernelShape, pads, strides, last);
    }

    @Override
    public List<TensorType> infer(Inference in) {
      return List.of(pooled(this, in));
    }
  }

  /** The mean over all spatial axes, which stay with length 1. */
  record GlobalAveragePool(@NotInOnnx boolean channelsLast) implements Pooling {
    @Override
    public GlobalAveragePool channelsLast(boolean last) {
      return new GlobalAveragePool(last);
    }

    @Override
    public List<TensorType> infer(Inference in) {
      return List.of(global(this, in));
    }
  }

  /** The largest element over all spatial axes, which stay with length 1. */
  record GlobalMaxPool(@NotInOnnx boolean channelsLast) implements Pooling {
    @Override
    public GlobalMaxPool channelsLast(boolean last) {
      return new GlobalMaxPool(last);
    }

    @Override
    public List<TensorType> infer(Inference in) {
      return List.of(global(this, in));
    }
  }

  private static TensorType pooled(PoolingWindow op, Inference in) {
    Shape x = in.shape(0);
    boolean ceil = op.ceilMode() == 1;
    Window window =
        new Window(op.autoPad(), op.kernelShape(), op.strides(), op.pads(), op.dilations(), ceil);
    Dim channels = x.dim(op.channelAxis(x.rank()));
    return in.type(0).with(op.image(x.dim(0), channels, window.slide(op.spatial(x))));
  }

  private static TensorType global(Pooling op, Inference in) {
    Shape x = in.shape(0);
    Shape ones = op.spatial(x);
    for (int i = 0; i < ones.rank(); i++) {
      ones = ones.with(i, Dim.of(1));
    }
    return in.type(0).with(op.image(x.dim(0), x.dim(op.channelAxis(x.rank())), ones));
  }
}
