package dev.tenon.layers.pooling;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.DataFormat;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.Family;
import dev.tenon.layers.common.ShortName;
import java.util.List;

/**
 * Computes the mean of each channel of $data.
 *
 * <p>Input (batch, $axes, channels), output (batch, channels). With {@code keepdims} the spatial
 * axes stay, with length 1. For sequences a masked step does not count, and the output has no mask.
 * Integers give real numbers; {@code LegacyOption.INTEGER_MEANS} gives integers.
 *
 * @see <a href="https://keras.io/api/layers/pooling_layers/global_average_pooling#d/">Keras:
 *     GlobalAveragePooling#D</a>
 */
@Family("GlobalAveragePooling#D")
@ShortName(aliases = "globalAvgPool#D")
interface GlobalAveragePooling extends GlobalPooling {
  /** The options, with Keras' defaults. */
  record Options(@Default("channels_last") String dataFormat, @Default("false") boolean keepdims) {}

  @Override
  default Reducer reducer() {
    return Reducer.AVERAGE;
  }

  @Override
  default List<Value> call(None weights, Call call, List<Value> inputs) {
    Value mask = spatialAxes() == 1 ? call.mask(0) : null;
    if (mask == null) {
      return GlobalPooling.super.call(weights, call, inputs);
    }
    Ops ops = call.ops();
    Value given = inputs.get(0);
    Value x = given.dtype().isFloating() ? given : ops.cast(given, call.policy().compute());
    DataFormat format = DataFormat.of(dataFormat());
    Value counts = ops.unsqueeze(mask, format.last() ? 2 : 1);
    int steps = format.firstSpatial();
    Value sum = ops.reduceSum(ops.where(counts, x, ops.scalar(x, 0)), keepdims(), steps);
    Value number = ops.reduceSum(ops.cast(counts, x.dtype()), keepdims(), steps);
    return List.of(ops.div(sum, number));
  }
}
