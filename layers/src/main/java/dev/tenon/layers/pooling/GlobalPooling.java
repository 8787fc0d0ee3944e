package dev.tenon.layers.pooling;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.LegacyOption;
import dev.tenon.layers.common.DataFormat;
import dev.tenon.layers.common.NoWeights;
import dev.tenon.layers.common.Ranks;
import dev.tenon.layers.common.SpatialLayer;
import dev.tenon.tensor.DType;
import java.util.List;

/** A layer that pools all spatial axes. */
public interface GlobalPooling extends NoWeights, SpatialLayer {
  /** Returns {@code channels_last} or {@code channels_first}. */
  String dataFormat();

  /** Returns whether the pooled axes stay, with length 1. */
  boolean keepdims();

  /** Returns the reduction. */
  Reducer reducer();

  @Override
  default List<Value> call(None weights, Call call, List<Value> inputs) {
    Ranks.require(inputs.get(0).shape(), spatialAxes() + 2);
    long[] axes = DataFormat.of(dataFormat()).spatialAxes(spatialAxes());
    Ops ops = call.ops();
    Value x = inputs.get(0);
    DType compute = call.policy().compute();
    boolean whole = x.dtype().isInteger();
    if (reducer() == Reducer.AVERAGE
        && whole
        && (call.has(LegacyOption.INTEGER_MEANS) || !compute.isFloating())) {
      return List.of(wholeMean(ops, x, axes));
    }
    if (reducer() == Reducer.AVERAGE && (whole || x.dtype() == DType.BOOL)) {
      x = ops.cast(x, compute);
    }
    return List.of(reducer().over(ops, x, keepdims(), axes));
  }

  /** Returns a mean of integers without its fraction. */
  private Value wholeMean(Ops ops, Value x, long[] axes) {
    Value wide = ops.cast(x, DType.INT64);
    Value count = ops.longs(1);
    for (long axis : axes) {
      count = ops.mul(count, ops.length(x, Math.toIntExact(axis)));
    }
    Value sum = ops.reduceSum(wide, keepdims(), axes);
    return ops.cast(ops.div(sum, ops.squeeze(count, 0)), x.dtype());
  }
}
