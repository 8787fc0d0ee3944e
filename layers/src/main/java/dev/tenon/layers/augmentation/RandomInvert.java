package dev.tenon.layers.augmentation;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.augmentation.image.DrawnChange;
import dev.tenon.layers.augmentation.image.FactorRange;
import dev.tenon.layers.augmentation.image.SeededRandom;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Inverts the pixels of images in training: {@code y = largest - x}.
 *
 * <p>Input (batch, height, width, channels); output of the same shape. Inference returns the input.
 *
 * @param factor the probability of the change from 0 to 1: both bounds, or the upper one
 * @see <a
 *     href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_invert/">Keras:
 *     RandomInvert</a>
 */
@ShortName(value = "factor", required = 0)
public record RandomInvert(
    @Default("channels_last") String dataFormat,
    @Default("1.0") Object factor,
    @Default("0.0, 255.0") List<Double> valueRange,
    @Nullable Long seed)
    implements Augmentation, RandomInvertOptions {
  @Override
  public DrawnChange draw(SeededRandom chance) {
    Ops ops = chance.ops();
    Value likely = chance.uniform(FactorRange.of(factor, 0));
    Value chosen = ops.less(chance.uniform(FactorRange.UNIT), likely);
    double greatest = FactorRange.values(valueRange).high();
    return images -> images.choose(chosen, ops.sub(greatest, images.x()), images.x());
  }
}
