package dev.tenon.layers.augmentation;

import dev.tenon.layers.augmentation.image.DrawnChange;
import dev.tenon.layers.augmentation.image.FactorRange;
import dev.tenon.layers.augmentation.image.SeededRandom;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import org.jspecify.annotations.Nullable;

/**
 * Changes the height of a batch in training; a layer of tf_keras.
 *
 * <p>Input (batch, height, width, channels), output (batch, new height, width, channels). Inference
 * returns the input. The numbers have tf_keras' distribution; its draws cannot be repeated.
 *
 * @param factor the change of the height as a part of it: both bounds, or one for itself and its
 *     negative
 * @param interpolation the method: {@code bilinear} or {@code nearest}. Other methods of older
 *     files run at inference only.
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
