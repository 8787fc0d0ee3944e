package dev.tenon.layers.recurrent;

import dev.tenon.layers.common.LayerEntry;
import java.util.List;

/** The family of recurrent layers. */
public final class RecurrentLayers {
  private RecurrentLayers() {}

  /** Returns the layers of this family. */
  public static List<LayerEntry> entries() {
    return List.of(
        LayerEntry.of(SimpleRNNCell.DEFAULTS),
        LayerEntry.of(LSTMCell.DEFAULTS),
        LayerEntry.of(GRUCell.DEFAULTS),
        LayerEntry.of(SimpleRNN.DEFAULTS),
        LayerEntry.of(LSTM.DEFAULTS),
        LayerEntry.of(GRU.DEFAULTS),
        LayerEntry.of(RNN.DEFAULTS),
        LayerEntry.of(StackedRNNCells.DEFAULTS),
        LayerEntry.of(Bidirectional.DEFAULTS),
        LayerEntry.of(TimeDistributed.DEFAULTS),
        LayerEntry.of(ConvLSTM1D.DEFAULTS),
        LayerEntry.of(ConvLSTM2D.DEFAULTS),
        LayerEntry.of(ConvLSTM3D.DEFAULTS));
  }
}
