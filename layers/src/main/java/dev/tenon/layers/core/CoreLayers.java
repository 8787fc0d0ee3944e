package dev.tenon.layers.core;

import dev.tenon.layers.common.LayerEntry;
import java.util.List;

/** The family of core layers. */
public final class CoreLayers {
  private CoreLayers() {}

  /** Returns the layers of this family. */
  public static List<LayerEntry> entries() {
    return List.of(
        LayerEntry.of(InputLayer.DEFAULTS),
        LayerEntry.of(Dense.DEFAULTS),
        LayerEntry.of(EinsumDense.DEFAULTS),
        LayerEntry.of(Embedding.DEFAULTS),
        LayerEntry.of(ReversibleEmbedding.DEFAULTS),
        LayerEntry.of(Identity.DEFAULTS),
        LayerEntry.of(Masking.DEFAULTS),
        LayerEntry.of(LayerScale.DEFAULTS),
        LayerEntry.of(CustomScaleLayer.DEFAULTS));
  }
}
