package dev.tenon.layers.augmentation;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.augmentation.image.Displacement;
import dev.tenon.layers.augmentation.image.DrawnChange;
import dev.tenon.layers.augmentation.image.FactorRange;
import dev.tenon.layers.augmentation.image.ImageBatch;
import dev.tenon.layers.augmentation.image.SeededRandom;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Displaces the pixels of images by smooth noise in training.
 *
 * <p>Input (batch, height, width, channels) of known height and width; output of the same shape.
 * Inference returns the input. Each image has its own displacement. Keras 3.15 repeats the first
 * image for a batch of open size, which Tenon does not.
 *
 * @param factor the probability of the change from 0 to 1: both bounds, or the upper one
 * @param scale the strength of the displacement, drawn for the batch: both bounds, or the upper one
 * @param fillMode the source of pixels outside the image: {@code reflect}, {@code mirror}, {@code
 *     wrap}, {@code constant} or {@code nearest}
 * @see <a
 *     href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_elastic_transform/">Keras:
 *     RandomElasticTransform</a>
 */
@ShortName(
    value = {"factor", "scale"},
    required = 0)
public record RandomElasticTransform(
    @Default("channels_last") String dataFormat,
    @Default("1.0") Object factor,
    @Default("1.0") Object scale,
    @Default("bilinear") String interpolation,
    @Default("reflect") String fillMode,
    @Default("0") double fillValue,
    @Default("0.0, 255.0") List<Double> valueRange,
    @Nullable Long seed)
    implements Augmentation, RandomElasticTransformOptions {
  @Override
  public boolean casts(Call call) {
    return true;
  }

  @Override
  public DrawnChange draw(SeededRandom chance) {
    FactorRange likely = FactorRange.of(factor, 0);
    FactorRange strong = FactorRange.of(scale, 0);
    if (likely.high() == 0 || strong.high() == 0) {
      return ImageBatch::x;
    }
    Ops ops = chance.ops();
    Value most = chance.uniform(likely);
    Value chosen = ops.less(chance.uniform(FactorRange.UNIT), most);
    Value strength = chance.uniform(strong, chance.compute(), Shape.of(List.of()));
    Displacement bending = Displacement.draw(chance, strength, strong.high());
    return images -> {
      Value bent = bending.apply(images, fillMode, fillValue, interpolation.equals("nearest"));
      return images.clip(images.choose(chosen, bent, images.x()), FactorRange.values(valueRange));
    };
  }
}
