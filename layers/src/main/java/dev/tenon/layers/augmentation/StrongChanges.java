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
          RandomShear.DEFAULTS
              .withXFactor(between)
              .withYFactor(between)
              .withInterpolation(interpolation);
      case "translation" ->
          RandomTranslation.DEFAULTS
              .withHeightFactor(between)
              .withWidthFactor(between)
              .withInterpolation(interpolation);
      case "rotation" ->
          RandomRotation.DEFAULTS.withFactor(between).withInterpolation(interpolation);
      case "brightness" -> RandomBrightness.DEFAULTS.withFactor(between).withValueRange(values);
      case "color_degeneration" ->
          RandomColorDegeneration.DEFAULTS.withFactor(between).withValueRange(values);
      case "contrast" -> RandomContrast.DEFAULTS.withFactor(between).withValueRange(values);
      case "sharpness" -> RandomSharpness.DEFAULTS.withFactor(between).withValueRange(values);
      case "posterization" ->
          RandomPosterization.DEFAULTS
              .withFactor(Math.max(1, (double) (int) (8 * range.high())))
              .withValueRange(values);
      case "solarization" ->
          Solarization.DEFAULTS
              .withAdditionFactor(between)
              .withThresholdFactor(between)
              .withValueRange(values);
      case "auto_contrast" -> AutoContrast.DEFAULTS.withValueRange(values);
      case "equalization" -> Equalization.DEFAULTS.withValueRange(values);
      default -> throw new IllegalArgumentException("no change '" + name + "'");
    };
  }
}
