package dev.tenon.layers.augmentation;

import dev.tenon.layers.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In training, mixes pictures with several chains of random changes of themselves; at inference,
 * hands pictures on.
 *
 * <p>Training is refused: Keras draws the chains from Python's own generator, once for each {@code
 * fit}. {@link RandAugment} applies the same changes.
 *
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/">Keras: image
 *     preprocessing</a>
 */
@RecordBuilder
@ShortName
public record AugMix(
    String dataFormat,
    List<Double> valueRange,
    long numChains,
    long chainDepth,
    Object factor,
    double alpha,
    boolean allOps,
    String interpolation,
    @Nullable Long seed)
    implements Augmentation, AugMixBuilder.With {

  /** Keras' defaults. */
  public static final AugMix DEFAULTS =
      new AugMix(
          "channels_last", List.of(0.0, 255.0), 3, 3, List.of(0.0, 0.3), 1, true, "bilinear", null);

  @Override
  public boolean casts() {
    return true;
  }

  @Override
  public String instead() {
    return "use RandAugment, which applies the same changes, or take the layer out";
  }
}
