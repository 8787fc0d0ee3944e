package dev.tenon.layers.regularization;

import dev.tenon.layers.common.LayerEntry;
import java.util.List;

/** The family of regularization layers. */
public final class RegularizationLayers {
  private RegularizationLayers() {}

  /** Returns the layers of this family. */
  public static List<LayerEntry> entries() {
    return List.of(
        LayerEntry.of(Dropout.DEFAULTS),
        LayerEntry.of(SpatialDropout1D.DEFAULTS),
        LayerEntry.of(SpatialDropout2D.DEFAULTS),
        LayerEntry.of(SpatialDropout3D.DEFAULTS),
        LayerEntry.of(AlphaDropout.DEFAULTS),
        LayerEntry.of(GaussianDropout.DEFAULTS),
        LayerEntry.of(GaussianNoise.DEFAULTS),
        LayerEntry.of(ActivityRegularization.DEFAULTS));
  }
}
