package dev.tenon.layers.augmentation;

import dev.tenon.ir.graph.Value;
import dev.tenon.layers.augmentation.image.DrawnChange;
import dev.tenon.layers.augmentation.image.FactorRange;
import dev.tenon.layers.augmentation.image.SeededRandom;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import dev.tenon.tensor.DType;
import org.jspecify.annotations.Nullable;

/**
 * Mirrors images in training, each with probability 0.5.
 *
 * <p>Input (batch, height, width, channels); output of the same shape. Inference returns the input.
 *
 * @param mode the direction: {@code horizontal}, {@code vertical} or {@code
 *     horizontal_and_vertical}, which does both or neither
 * @see <a
 *     href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_flip/">Keras:
 *     RandomFlip</a>
 */
@ShortName(value = "mode", required = 0)
public record RandomFlip(
    @Default("channels_last") String dataFormat,
    @Nullable Long seed,
    @Default("horizontal_and_vertical") String mode)
    implements Augmentation, RandomFlipOptions {
  @Override
  public boolean casts(Call call) {
    return true;
  }

  @Override
  public DrawnChange draw(SeededRandom chance) {
    Value flips = chance.ops().lessOrEqual(chance.uniform(FactorRange.UNIT), halves(chance));
    return images -> {
      Value x = images.x();
      if (mode.startsWith("horizontal")) {
        x = images.choose(flips, images.mirror(x, images.column()), x);
      }
      return mode.endsWith("vertical")
          ? images.choose(flips, images.mirror(x, images.row()), x)
          : x;
    };
  }

  private static Value halves(SeededRandom chance) {
    return chance.ops().scalar(DType.FLOAT32, 0.5);
  }
}
