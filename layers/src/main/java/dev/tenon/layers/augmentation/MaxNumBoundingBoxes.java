package dev.tenon.layers.augmentation;

import dev.tenon.layers.augmentation.image.DrawnChange;
import dev.tenon.layers.augmentation.image.ImageBatch;
import dev.tenon.layers.augmentation.image.SeededRandom;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;

/**
 * Limits the number of bounding boxes in training.
 *
 * <p>Input (batch, height, width, channels); the output is the input, because a layer in a model
 * takes images only.
 *
 * @param maxNumber the largest number of bounding boxes
 * @see <a
 *     href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/max_num_bounding_boxes/">Keras:
 *     MaxNumBoundingBoxes</a>
 */
@ShortName("maxNumber")
public record MaxNumBoundingBoxes(
    @Default("channels_last") String dataFormat, @Default("1") long maxNumber)
    implements Augmentation, MaxNumBoundingBoxesOptions {
  @Override
  public boolean draws() {
    return false;
  }

  @Override
  public DrawnChange draw(SeededRandom chance) {
    return ImageBatch::x;
  }
}
