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
 * Enlarges images by a whole factor for each spatial axis.
 *
 * <p>Input (batch, rows, columns, channels), output (batch, rows * size, columns * size, channels).
 * With an interpolation other than {@code nearest} integers come back as integers; {@link
 * LegacyOption#REAL_RESULTS} gives real numbers.
 *
 * @param size the factors of rows and columns
 * @param interpolation the method: {@code nearest}, {@code bilinear}, {@code bicubic}, {@code
 *     lanczos3} or {@code lanczos5}
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
