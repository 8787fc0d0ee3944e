package dev.tenon.layers.augmentation;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.augmentation.image.DrawnChange;
import dev.tenon.layers.augmentation.image.FactorRange;
import dev.tenon.layers.augmentation.image.SeededRandom;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Inverts the bright pixels of images in training.
 *
 * <p>A random number is added to each image, then values from a random threshold on are inverted.
 * Input (batch, height, width, channels); output of the same shape. Inference returns the input.
 *
 * @param additionFactor the largest number added, as a part of 255 from 0 to 1, or both bounds;
 *     Keras multiplies only the upper one by 255
 * @param thresholdFactor the largest threshold, as a part of 255 from 0 to 1, or both bounds; Keras
 *     multiplies only the upper one by 255
 * @see <a
 *     href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/solarization/">Keras:
 *     Solarization</a>
 */
@ShortName(
    value = {"additionFactor", "thresholdFactor"},
    required = 0)
public record Solarization(
    @Default("channels_last") String dataFormat,
    @Default("0.0, 255.0") List<Double> valueRange,
    @Default("0.0") Object additionFactor,
    @Default("0.0") Object thresholdFactor,
    @Nullable Long seed)
    implements Augmentation, SolarizationOptions {
  @Override
  public boolean casts(Call call) {
    return true;
  }

  @Override
  public DrawnChange draw(SeededRandom chance) {
    Value more = chance.uniform(bytes(additionFactor), chance.compute());
    Value limit = chance.uniform(bytes(thresholdFactor), chance.compute());
    FactorRange values = FactorRange.values(valueRange);
    return images -> {
      Ops ops = images.ops();
      Value x = images.rescale(images.x(), values, FactorRange.BYTES);
      Value sum = images.clip(ops.add(x, more), FactorRange.BYTES);
      Value bent = images.choose(ops.less(sum, limit), sum, ops.sub(255, sum));
      return images.rescale(bent, FactorRange.BYTES, values);
    };
  }

  private static FactorRange bytes(Object factor) {
    FactorRange range = FactorRange.of(factor, 0);
    return new FactorRange(range.low(), range.high() * 255);
  }
}
