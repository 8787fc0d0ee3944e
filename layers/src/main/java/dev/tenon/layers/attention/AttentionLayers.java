package dev.tenon.layers.attention;

import dev.tenon.layers.common.LayerEntry;
import java.util.List;

/** The family of attention layers. */
public final class AttentionLayers {
  private AttentionLayers() {}

  /** Returns the layers of this family; GroupQueryAttention goes by the names of class and API. */
  public static List<LayerEntry> entries() {
    return List.of(
        LayerEntry.of(Attention.DEFAULTS),
        LayerEntry.of(AdditiveAttention.DEFAULTS),
        LayerEntry.of(MultiHeadAttention.DEFAULTS),
        LayerEntry.of(GroupQueryAttention.DEFAULTS),
        new LayerEntry("GroupQueryAttention", GroupQueryAttention.DEFAULTS));
  }
}
