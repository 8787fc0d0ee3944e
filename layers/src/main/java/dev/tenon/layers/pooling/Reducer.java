package dev.tenon.layers.pooling;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Pooling;
import dev.tenon.tensor.DType;
import java.util.List;

/** The reduction of the entries of a pooling window to one number. */
public enum Reducer {
  /** The largest entry. */
  MAX,
  /** The mean of the entries without padding. */
  AVERAGE;

  Value slide(
      Ops ops, Value x, List<Long> window, List<Long> strides, String autoPad, boolean last) {
    DType type = x.dtype();
    if (this == MAX && type.isInteger() && type.bytes() > 1) {
      // ONNX's MaxPool takes integers of eight bits only; a float64 holds those of 32.
      Value wide = ops.cast(x, DType.FLOAT64);
      return ops.cast(slide(ops, wide, window, strides, autoPad, last), type);
    }
    return switch (this) {
      case MAX ->
          ops.apply(new Pooling.MaxPool(autoPad, 0, null, window, null, 0, strides, last), x);
      case AVERAGE ->
          ops.apply(new Pooling.AveragePool(autoPad, 0, 0, null, window, null, strides, last), x);
    };
  }

  Value over(Ops ops, Value x, boolean keep, long... axes) {
    return switch (this) {
      case MAX -> ops.reduceMax(x, keep, axes);
      case AVERAGE -> ops.reduceMean(x, keep, axes);
    };
  }
}
