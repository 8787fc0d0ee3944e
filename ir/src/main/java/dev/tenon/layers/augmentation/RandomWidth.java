package dev.tenon.layers.augmentation;

import dev.tenon.layers.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * In training, changes the width of a batch; at inference, hands pictures on.
 *
 * <p>Training is refused: Keras 3 has no such layer, and the draws of tf_keras cannot be repeated.
 *
 * @see <a href="https://www.tensorflow.org/api_docs/python/tf/keras/layers/RandomWidth">tf_keras:
 *     RandomWidth</a>
 */
@RecordBuilder
@ShortName("factor")
public record RandomWidth(Object factor, String interpolation, @Nullable Long seed)
    implements Augmentation, RandomWidthBuilder.With {

  /** Keras' defaults; {@code factor} has none there. */
  public static final RandomWidth DEFAULTS = new RandomWidth(0.0, "bilinear", null);

  @Override
  public boolean casts() {
    return true;
  }

  @Override
  public String instead() {
    return "use RandomZoom with widthFactor, or take the layer out";
  }
}
