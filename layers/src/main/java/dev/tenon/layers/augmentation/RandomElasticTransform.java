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
 * In training, bends images; at inference, hands images on.
 *
 * <p>{@code factor} is the chance, from 0 to 1 (the default): it is drawn anew for each image,
 * between two numbers or from 0 to one. How strong they are bent is drawn for the batch, between
 * the two numbers of {@code scale} or from 0 to one (1). {@code fillMode} says what comes in from
 * outside: reflect (the default), mirror, wrap, constant ({@code fillValue}, 0) or nearest. {@code
 * interpolation} is bilinear (the default) or nearest. Height and width must be known.
 *
 * <p>Each image is bent by itself, as in Keras where the size of the batch is known. Where it is
 * open, as in {@code fit}, Keras 3.15 puts the first image in the place of all the others, which is
 * not done here.
 *
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/">Keras: image
 *     preprocessing</a>
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
