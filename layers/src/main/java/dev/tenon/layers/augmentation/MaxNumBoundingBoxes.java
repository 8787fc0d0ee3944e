package dev.tenon.layers.augmentation;

import dev.tenon.layers.augmentation.image.DrawnChange;
import dev.tenon.layers.augmentation.image.ImageBatch;
import dev.tenon.layers.augmentation.image.SeededRandom;
import dev.tenon.layers.common.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * In training, bounds the number of bounding boxes; at inference, hands images on.
 *
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/">Keras: image
 *     preprocessing</a>
 */
@RecordBuilder
@ShortName("maxNumber")
public record MaxNumBoundingBoxes(String dataFormat, long maxNumber)
    implements Augmentation, MaxNumBoundingBoxesBuilder.With {

  /** Keras' defaults; {@code max_number} has none there. */
  public static final MaxNumBoundingBoxes DEFAULTS = new MaxNumBoundingBoxes("channels_last", 1);

  @Override
  public boolean draws() {
    return false;
  }

  @Override
  public DrawnChange draw(SeededRandom chance) {
    return ImageBatch::x;
  }
}
