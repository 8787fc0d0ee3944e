package dev.tenon.layers.augmentation;

import dev.tenon.layers.augmentation.image.FactorRange;
import java.util.List;

/**
 * Changes of one strength that {@link RandAugment} and {@link AugMix} draw from.
 *
 * @param factor how strong they are
 * @param values the least and the greatest value of a pixel
 * @param interpolation of those that move pixels
 */
record StrongChanges(Object factor, List<Double> values, String interpolation) {
  /** Returns the layers of these names. */
  List<Augmentation> of(List<String> names) {
    return names.stream().map(this::of).toList();
  }

  private Augmentation of(String name) {
    FactorRange range = FactorRange.of(factor, 0);
    List<Double> between = List.of(range.low(), range.high());
    return switch (name) {
      case "shear" ->
          RandomShear.DEFAULTS.xFactor(between).yFactor(between).interpolation(interpolation);
      case "translation" ->
          RandomTranslation.DEFAULTS
              .heightFactor(between)
              .widthFactor(between)
              .interpolation(interpolation);
      case "rotation" -> RandomRotation.DEFAULTS.factor(between).interpolation(interpolation);
      case "brightness" -> RandomBrightness.DEFAULTS.factor(between).valueRange(values);
      case "color_degeneration" ->
          RandomColorDegeneration.DEFAULTS.factor(between).valueRange(values);
      case "contrast" -> RandomContrast.DEFAULTS.factor(between).valueRange(values);
      case "sharpness" -> RandomSharpness.DEFAULTS.factor(between).valueRange(values);
      case "posterization" ->
          RandomPosterization.DEFAULTS
              .factor(Math.max(1, (double) (int) (8 * range.high())))
              .valueRange(values);
      case "solarization" ->
          Solarization.DEFAULTS.additionFactor(between).thresholdFactor(between).valueRange(values);
      case "auto_contrast" -> AutoContrast.DEFAULTS.valueRange(values);
      case "equalization" -> Equalization.DEFAULTS.valueRange(values);
      default -> throw new IllegalArgumentException("no change '" + name + "'");
    };
  }
}
