package dev.tenon.layers.reshaping;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Call;
import dev.tenon.layers.common.DataFormat;
import dev.tenon.layers.common.NoWeights;
import dev.tenon.layers.common.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * Adds zeros at both ends of the spatial axes of images.
 *
 * <p>Input (batch, rows, columns, channels); {@code padding} is one (start, end) a spatial axis.
 *
 * @see <a href="https://keras.io/api/layers/reshaping_layers/zero_padding2d/">Keras:
 *     ZeroPadding2D</a>
 */
@RecordBuilder
@ShortName(value = "padding", required = 0)
public record ZeroPadding2D(List<List<Long>> padding, String dataFormat)
    implements NoWeights, ZeroPadding2DBuilder.With {

  /** Keras' defaults. */
  public static final ZeroPadding2D DEFAULTS =
      new ZeroPadding2D(List.of(List.of(1L, 1L), List.of(1L, 1L)), "channels_last");

  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    DataFormat format = DataFormat.of(dataFormat);
    return List.of(Margins.pad(call.ops(), inputs.get(0), padding, format));
  }
}
