package dev.tenon.layers.merging;

import dev.tenon.layers.common.LayerEntry;
import java.util.List;

/** The family of merging layers. */
public final class MergingLayers {
  private MergingLayers() {}

  /** Returns the layers of this family. */
  public static List<LayerEntry> entries() {
    return List.of(
        LayerEntry.of(Add.DEFAULTS),
        LayerEntry.of(Subtract.DEFAULTS),
        LayerEntry.of(Multiply.DEFAULTS),
        LayerEntry.of(Average.DEFAULTS),
        LayerEntry.of(Maximum.DEFAULTS),
        LayerEntry.of(Minimum.DEFAULTS),
        LayerEntry.of(Concatenate.DEFAULTS),
        LayerEntry.of(Dot.DEFAULTS));
  }
}
