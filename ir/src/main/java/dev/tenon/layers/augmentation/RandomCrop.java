package dev.tenon.layers.augmentation;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Call;
import dev.tenon.layers.ShortName;
import dev.tenon.layers.preprocessing.Resizing;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * In training, cuts a block out of pictures at random; at inference, hands them on.
 *
 * <p>With {@code resizes}, which is no option of Keras, pictures are cut to the block's proportions
 * and resized to it at inference, as in tf_keras.
 *
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/">Keras: image
 *     preprocessing</a>
 */
@RecordBuilder
@ShortName({"height", "width"})
public record RandomCrop(
    String dataFormat, long height, long width, @Nullable Long seed, boolean resizes)
    implements Augmentation, RandomCropBuilder.With {

  /** Keras' defaults; the sizes have none there. */
  public static final RandomCrop DEFAULTS = new RandomCrop("channels_last", 1, 1, null, false);

  @Override
  public boolean casts() {
    return resizes;
  }

  @Override
  public Value inference(Call call, Value x) {
    Resizing block =
        Resizing.DEFAULTS
            .withHeight(height)
            .withWidth(width)
            .withCropToAspectRatio(true)
            .withDataFormat(dataFormat);
    return resizes ? block.resize(call.ops(), x) : x;
  }
}
