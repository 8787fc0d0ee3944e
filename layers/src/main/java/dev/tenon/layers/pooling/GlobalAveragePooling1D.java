package dev.tenon.layers.pooling;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Call;
import dev.tenon.ir.op.Ops;
import dev.tenon.layers.common.DataFormat;
import dev.tenon.layers.common.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * Takes the mean of each channel of sequences, over the steps that the mask lets count.
 *
 * <p>Input (batch, steps, channels), output (batch, channels), or (batch, 1, channels) with {@code
 * keepdims}. The output has no mask.
 *
 * <p>Integers become real numbers; with {@code keepsType}, which is no option of Keras, they stay
 * integers, as in Keras 2.
 *
 * @see <a href="https://keras.io/api/layers/pooling_layers/global_average_pooling1d/">Keras:
 *     GlobalAveragePooling1D</a>
 */
@RecordBuilder
@ShortName(aliases = "globalAvgPool1D")
public record GlobalAveragePooling1D(String dataFormat, boolean keepdims, boolean keepsType)
    implements GlobalPooling, GlobalAveragePooling1DBuilder.With {

  /** Keras' defaults. */
  public static final GlobalAveragePooling1D DEFAULTS =
      new GlobalAveragePooling1D("channels_last", false, false);

  @Override
  public Reducer reducer() {
    return Reducer.AVERAGE;
  }

  @Override
  public int dimensions() {
    return 1;
  }

  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    Value mask = call.mask(0);
    if (mask == null) {
      return GlobalPooling.super.call(weights, call, inputs);
    }
    Ops ops = call.ops();
    Value given = inputs.get(0);
    Value x = given.dtype().isFloating() ? given : ops.cast(given, call.policy().compute());
    DataFormat format = DataFormat.of(dataFormat());
    Value counts = ops.unsqueeze(mask, format.last() ? 2 : 1);
    int steps = format.firstSpatial();
    Value sum = ops.reduceSum(ops.where(counts, x, ops.scalar(x, 0)), keepdims, steps);
    Value number = ops.reduceSum(ops.cast(counts, x.dtype()), keepdims, steps);
    return List.of(ops.div(sum, number));
  }
}
