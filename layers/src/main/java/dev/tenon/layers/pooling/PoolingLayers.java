package dev.tenon.layers.pooling;

import dev.tenon.layers.common.LayerEntry;
import java.util.List;

/** The family of pooling layers. */
public final class PoolingLayers {
  private PoolingLayers() {}

  /** Returns the layers of this family. */
  public static List<LayerEntry> entries() {
    return List.of(
        LayerEntry.of(MaxPooling1D.DEFAULTS),
        LayerEntry.of(MaxPooling2D.DEFAULTS),
        LayerEntry.of(MaxPooling3D.DEFAULTS),
        LayerEntry.of(AveragePooling1D.DEFAULTS),
        LayerEntry.of(AveragePooling2D.DEFAULTS),
        LayerEntry.of(AveragePooling3D.DEFAULTS),
        LayerEntry.of(GlobalMaxPooling1D.DEFAULTS),
        LayerEntry.of(GlobalMaxPooling2D.DEFAULTS),
        LayerEntry.of(GlobalMaxPooling3D.DEFAULTS),
        LayerEntry.of(GlobalAveragePooling1D.DEFAULTS),
        LayerEntry.of(GlobalAveragePooling2D.DEFAULTS),
        LayerEntry.of(GlobalAveragePooling3D.DEFAULTS),
        LayerEntry.of(AdaptiveMaxPooling1D.DEFAULTS),
        LayerEntry.of(AdaptiveMaxPooling2D.DEFAULTS),
        LayerEntry.of(AdaptiveMaxPooling3D.DEFAULTS),
        LayerEntry.of(AdaptiveAveragePooling1D.DEFAULTS),
        LayerEntry.of(AdaptiveAveragePooling2D.DEFAULTS),
        LayerEntry.of(AdaptiveAveragePooling3D.DEFAULTS));
  }
}
