package dev.tenon.layers.augmentation;

import dev.tenon.layers.augmentation.image.DrawnChange;
import dev.tenon.layers.augmentation.image.FactorRange;
import dev.tenon.layers.augmentation.image.SeededRandom;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import org.jspecify.annotations.Nullable;

/**
 * In training, changes the height of a batch; at inference, hands images on.
 *
 * <p>{@code factor} is what is added to the height, as a part of it: two numbers that it is drawn
 * between, or one for itself and its negative. {@code interpolation} is bilinear (the default) or
 * nearest; older files know others, which run at inference only. Only tf_keras has this layer, and
 * its draws cannot be repeated: the numbers here are others of the same distribution.
 *
 * @see <a href="https://www.tensorflow.org/api_docs/python/tf/keras/layers/RandomHeight">tf_keras:
 *     RandomHeight</a>
 */
@ShortName("factor")
public record RandomHeight(
    @Default("0.0") Object factor, @Default("bilinear") String interpolation, @Nullable Long seed)
    implements Augmentation, RandomHeightOptions {
  @Override
  public boolean casts(Call call) {
    return true;
  }

  @Override
  public DrawnChange draw(SeededRandom chance) {
    return RandomSize.draw(chance, FactorRange.around(factor), interpolation, true);
  }
}
