package dev.tenon.layers.augmentation;

import dev.tenon.layers.common.LayerEntry;
import java.util.List;

/** The family of layers that change images in training. */
public final class AugmentationLayers {
  private AugmentationLayers() {}

  /** Returns the layers of this family. */
  public static List<LayerEntry> entries() {
    return List.of(
        LayerEntry.of(AugMix.DEFAULTS),
        LayerEntry.of(AutoContrast.DEFAULTS),
        LayerEntry.of(ContrastLimitedAdaptiveHistogramEqualization.DEFAULTS),
        LayerEntry.of(CutMix.DEFAULTS),
        LayerEntry.of(Equalization.DEFAULTS),
        LayerEntry.of(MaxNumBoundingBoxes.DEFAULTS),
        LayerEntry.of(MixUp.DEFAULTS),
        LayerEntry.of(RandAugment.DEFAULTS),
        LayerEntry.of(RandomBrightness.DEFAULTS),
        LayerEntry.of(RandomColorDegeneration.DEFAULTS),
        LayerEntry.of(RandomColorJitter.DEFAULTS),
        LayerEntry.of(RandomContrast.DEFAULTS),
        LayerEntry.of(RandomCrop.DEFAULTS),
        LayerEntry.of(RandomElasticTransform.DEFAULTS),
        LayerEntry.of(RandomErasing.DEFAULTS),
        LayerEntry.of(RandomFlip.DEFAULTS),
        LayerEntry.of(RandomGaussianBlur.DEFAULTS),
        LayerEntry.of(RandomGrayscale.DEFAULTS),
        LayerEntry.of(RandomHeight.DEFAULTS),
        LayerEntry.of(RandomHue.DEFAULTS),
        LayerEntry.of(RandomInvert.DEFAULTS),
        LayerEntry.of(RandomPerspective.DEFAULTS),
        LayerEntry.of(RandomPosterization.DEFAULTS),
        LayerEntry.of(RandomRotation.DEFAULTS),
        LayerEntry.of(RandomSaturation.DEFAULTS),
        LayerEntry.of(RandomSharpness.DEFAULTS),
        LayerEntry.of(RandomShear.DEFAULTS),
        LayerEntry.of(RandomTranslation.DEFAULTS),
        LayerEntry.of(RandomWidth.DEFAULTS),
        LayerEntry.of(RandomZoom.DEFAULTS),
        LayerEntry.of(Solarization.DEFAULTS));
  }
}
