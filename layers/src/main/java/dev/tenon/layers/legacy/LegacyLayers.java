package dev.tenon.layers.legacy;

import dev.tenon.layers.common.LayerEntry;
import java.util.List;

/**
 * The family of layers that Keras 3 no longer has.
 *
 * <p>CuDNNLSTM and CuDNNGRU are not among them: they are read as LSTM and GRU, which compute the
 * same, with views on their weights.
 */
public final class LegacyLayers {
  private LegacyLayers() {}

  /** Returns the layers of this family. */
  public static List<LayerEntry> entries() {
    return List.of(
        LayerEntry.of(LocallyConnected1D.DEFAULTS), LayerEntry.of(LocallyConnected2D.DEFAULTS));
  }
}
