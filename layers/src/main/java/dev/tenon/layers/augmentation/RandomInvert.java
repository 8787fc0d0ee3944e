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
 * In training, turns images into their negatives; at inference, hands images on.
 *
 * <p>{@code factor} is the chance, from 0 to 1 (the default): it is drawn anew for each image,
 * between two numbers or from 0 to one. A negative is the greatest value less the pixel.
 *
 * <p>{@code valueRange} holds the least and the greatest value of a pixel, 0 and 255.
 *
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/">Keras: image
 *     preprocessing</a>
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
