package dev.tenon.layers.core;

import dev.tenon.layers.LayerEntry;
import java.util.List;

/** The family of core layers. */
public final class CoreLayers {
  private CoreLayers() {}

  /** Returns the layers of this family. */
  public static List<LayerEntry> entries() {
    return List.of(LayerEntry.of(Dense.DEFAULTS));
  }
}
