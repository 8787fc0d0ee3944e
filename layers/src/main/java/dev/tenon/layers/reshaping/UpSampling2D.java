package dev.tenon.layers.reshaping;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.LegacyOption;
import dev.tenon.layers.common.DataFormat;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.NoWeights;
import dev.tenon.layers.common.ShortName;
import dev.tenon.layers.preprocessing.TensorFlowResize;
import dev.tenon.tensor.DType;
import java.util.List;

/**
 * Makes images larger by whole factors, by repeating or blending entries.
 *
 * <p>Input (batch, rows, columns, channels); {@code size} is one factor a spatial axis. Blended
 * integers come back as integers; with {@link LegacyOption#REAL_RESULTS} as real numbers.
 *
 * @see <a href="https://keras.io/api/layers/reshaping_layers/up_sampling2d/">Keras:
 *     UpSampling2D</a>
 */
@ShortName(value = "size", required = 0)
public record UpSampling2D(
    @Default("2, 2") List<Long> size,
    @Default("channels_last") String dataFormat,
    @Default("nearest") String interpolation)
    implements NoWeights, UpSampling2DOptions {
  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    Ops ops = call.ops();
    Value x = inputs.get(0);
    DataFormat format = DataFormat.of(dataFormat);
    if (x.dtype().isFloating() || interpolation.equals("nearest")) {
      return List.of(SpatialUpsampling.apply(ops, x, size, format, interpolation));
    }
    Value real = ops.cast(x, DType.FLOAT32);
    Value y = SpatialUpsampling.apply(ops, real, size, format, interpolation);
    return List.of(
        call.has(LegacyOption.REAL_RESULTS) ? y : TensorFlowResize.whole(ops, y, x.dtype()));
  }
}
