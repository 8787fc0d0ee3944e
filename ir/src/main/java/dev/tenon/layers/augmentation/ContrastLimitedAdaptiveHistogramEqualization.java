package dev.tenon.layers.augmentation;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Call;
import dev.tenon.layers.DataFormat;
import dev.tenon.layers.ShortName;
import dev.tenon.tensor.DType;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * Evens out the histogram of each tile of a picture, at inference too.
 *
 * <p>A picture is cut into {@code tileGridSize} tiles, (8, 8). In each, and for each channel,
 * values are spread by how often they occur; what occurs more often than {@code clipLimit} (4)
 * times the mean is counted as if it occurred everywhere, so that noise in even regions stays
 * small; 0 is no limit. Each pixel mixes what the four nearest tiles make of it. Height, width and
 * channels must be known; output of the same shape and type.
 *
 * <p>{@code valueRange} holds the least and the greatest value of a pixel, 0 and 255.
 *
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/">Keras: image
 *     preprocessing</a>
 */
@RecordBuilder
@ShortName
public record ContrastLimitedAdaptiveHistogramEqualization(
    List<Double> valueRange, double clipLimit, List<Long> tileGridSize, String dataFormat)
    implements Augmentation, ContrastLimitedAdaptiveHistogramEqualizationBuilder.With {

  /** Keras' defaults. */
  public static final ContrastLimitedAdaptiveHistogramEqualization DEFAULTS =
      new ContrastLimitedAdaptiveHistogramEqualization(
          List.of(0.0, 255.0), 4, List.of(8L, 8L), "channels_last");

  @Override
  public boolean draws() {
    return false;
  }

  @Override
  public Value inference(Call call, Value x) {
    boolean single = x.rank() == 3;
    Value batch = single ? call.ops().unsqueeze(x, 0) : x;
    Value even = even(new Batch(call.ops(), batch, DataFormat.of(dataFormat).last()));
    return single ? call.ops().squeeze(even, 0) : even;
  }

  @Override
  public Change draw(Chance chance) {
    return this::even;
  }

  private Value even(Batch pictures) {
    Range values = Range.values(valueRange);
    Value x = pictures.channelsLast();
    boolean ready = x.dtype().isFloating() && values.equals(Range.BYTES);
    Value real = ready ? x : pictures.ops().cast(x, DType.FLOAT32);
    Value bytes = pictures.rescale(real, values, Range.BYTES);
    Value even = Tiles.of(pictures.ops(), bytes, tileGridSize).even(clipLimit);
    Value back = pictures.rescale(even, Range.BYTES, values);
    return pictures.original(pictures.ops().cast(back, x.dtype()));
  }
}
