package dev.tenon.layers.normalization;

import dev.tenon.layers.common.LayerEntry;
import java.util.List;

/** The family of normalization layers. */
public final class NormalizationLayers {
  private NormalizationLayers() {}

  /** Returns the layers of this family. */
  public static List<LayerEntry> entries() {
    return List.of(
        LayerEntry.of(BatchNormalization.DEFAULTS),
        LayerEntry.of(LayerNormalization.DEFAULTS),
        LayerEntry.of(GroupNormalization.DEFAULTS),
        LayerEntry.of(RMSNormalization.DEFAULTS),
        LayerEntry.of(UnitNormalization.DEFAULTS),
        LayerEntry.of(SpectralNormalization.DEFAULTS));
  }
}
