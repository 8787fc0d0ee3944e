package dev.tenon.layers.augmentation;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.augmentation.image.ColorSpaces;
import dev.tenon.layers.augmentation.image.DrawnChange;
import dev.tenon.layers.augmentation.image.FactorRange;
import dev.tenon.layers.augmentation.image.SeededRandom;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import dev.tenon.tensor.DType;

/**
 * Converts images to grayscale in training.
 *
 * <p>Input (batch, height, width, 3) or one channel, which stays unchanged; output of the same
 * shape. Inference returns the input.
 *
 * @param factor the probability of each image from 0 to 1
 * @see <a
 *     href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_grayscale/">Keras:
 *     RandomGrayscale</a>
 */
@ShortName(value = "factor", required = 0)
public record RandomGrayscale(
    @Default("channels_last") String dataFormat, @Default("0.5") double factor)
    implements Augmentation, RandomGrayscaleOptions {
  @Override
  public int idleDraws() {
    return 1;
  }

  @Override
  public DrawnChange draw(SeededRandom chance) {
    Ops ops = chance.ops();
    Value chosen = ops.less(chance.uniform(FactorRange.UNIT), ops.scalar(DType.FLOAT32, factor));
    return images -> images.choose(chosen, ColorSpaces.grey(images), images.x());
  }
}
