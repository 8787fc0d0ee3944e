package dev.tenon.layers.augmentation;

import dev.tenon.layers.augmentation.image.DrawnChange;
import dev.tenon.layers.augmentation.image.ImageBatch;
import dev.tenon.layers.augmentation.image.SeededRandom;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes brightness, contrast, saturation and hue of images in training.
 *
 * <p>Input (batch, height, width, 3); output of the same shape. Inference returns the input. The
 * changes follow in this order, and each needs its factor. They are those of {@link
 * RandomBrightness}, {@link RandomContrast}, {@link RandomSaturation} and {@link RandomHue}.
 *
 * @param brightnessFactor the factor of {@link RandomBrightness}
 * @param contrastFactor the factor of {@link RandomContrast}
 * @param saturationFactor the factor of {@link RandomSaturation}
 * @param hueFactor the factor of {@link RandomHue}
 * @see <a
 *     href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_color_jitter/">Keras:
 *     RandomColorJitter</a>
 */
@ShortName
public record RandomColorJitter(
    @Default("channels_last") String dataFormat,
    @Default("0.0, 255.0") List<Double> valueRange,
    @Nullable Object brightnessFactor,
    @Nullable Object contrastFactor,
    @Nullable Object saturationFactor,
    @Nullable Object hueFactor,
    @Nullable Long seed)
    implements Augmentation, RandomColorJitterOptions {
  @Override
  public DrawnChange draw(SeededRandom chance) {
    List<DrawnChange> changes = new ArrayList<>();
    for (Augmentation layer : layers()) {
      changes.add(layer.draw(chance));
    }
    return images -> {
      ImageBatch changed = images;
      for (DrawnChange change : changes) {
        changed = changed.with(change.apply(changed));
      }
      return changed.x();
    };
  }

  /** Returns the layers of those that are wanted. */
  private List<Augmentation> layers() {
    List<Augmentation> layers = new ArrayList<>();
    if (brightnessFactor != null) {
      layers.add(RandomBrightness.DEFAULTS.factor(brightnessFactor).valueRange(valueRange));
    }
    if (contrastFactor != null) {
      layers.add(RandomContrast.DEFAULTS.factor(contrastFactor).valueRange(valueRange));
    }
    if (saturationFactor != null) {
      layers.add(RandomSaturation.DEFAULTS.factor(saturationFactor).valueRange(valueRange));
    }
    if (hueFactor != null) {
      layers.add(RandomHue.DEFAULTS.factor(hueFactor).valueRange(valueRange));
    }
    return layers;
  }
}
