package dev.tenon.layers.augmentation;

import dev.tenon.layers.augmentation.image.DrawnChange;
import dev.tenon.layers.augmentation.image.FactorRange;
import dev.tenon.layers.augmentation.image.SeededRandom;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import org.jspecify.annotations.Nullable;

/**
 * Changes the width of a batch in training; a layer of tf_keras.
 *
 * <p>Input (batch, height, width, channels), output (batch, height, new width, channels). Inference
 * returns the input. The numbers have tf_keras' distribution; its draws cannot be repeated.
 *
 * @param factor the change of the width as a part of it: both bounds, or one for itself and its
 *     negative
 * @param interpolation the method: {@code bilinear} or {@code nearest}. Other methods of older
 *     files run at inference only.
 * @see <a href="https://www.tensorflow.org/api_docs/python/tf/keras/layers/RandomWidth">tf_keras:
 *     RandomWidth</a>
 */
@ShortName("factor")
public record RandomWidth(
    @Default("0.0") Object factor, @Default("bilinear") String interpolation, @Nullable Long seed)
    implements Augmentation, RandomWidthOptions {
  @Override
  public boolean casts(Call call) {
    return true;
  }

  @Override
  public DrawnChange draw(SeededRandom chance) {
    return RandomSize.draw(chance, FactorRange.around(factor), interpolation, false);
  }
}
