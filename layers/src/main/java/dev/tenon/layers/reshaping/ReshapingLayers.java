package dev.tenon.layers.reshaping;

import dev.tenon.layers.common.LayerEntry;
import java.util.List;

/** The family of reshaping layers. */
public final class ReshapingLayers {
  private ReshapingLayers() {}

  /** Returns the layers of this family. */
  public static List<LayerEntry> entries() {
    return List.of(
        LayerEntry.of(Flatten.DEFAULTS),
        LayerEntry.of(Reshape.DEFAULTS),
        LayerEntry.of(Permute.DEFAULTS),
        LayerEntry.of(RepeatVector.DEFAULTS),
        LayerEntry.of(Cropping1D.DEFAULTS),
        LayerEntry.of(Cropping2D.DEFAULTS),
        LayerEntry.of(Cropping3D.DEFAULTS),
        LayerEntry.of(ZeroPadding1D.DEFAULTS),
        LayerEntry.of(ZeroPadding2D.DEFAULTS),
        LayerEntry.of(ZeroPadding3D.DEFAULTS),
        LayerEntry.of(UpSampling1D.DEFAULTS),
        LayerEntry.of(UpSampling2D.DEFAULTS),
        LayerEntry.of(UpSampling3D.DEFAULTS));
  }
}
