package dev.tenon.lifting.recurrent.cells;

import dev.tenon.layers.base.Layer;
import dev.tenon.layers.recurrent.GRU;
import dev.tenon.layers.recurrent.LSTM;
import dev.tenon.layers.recurrent.SimpleRNN;

/** The options that Keras' recurrent layers have in common. */
public final class RecurrentOptions {
  private RecurrentOptions() {}

  /**
   * Returns a layer with its options.
   *
   * @param plain an LSTM, GRU or SimpleRNN with its activations
   */
  public static Layer<?> with(
      Layer<?> plain,
      long units,
      boolean biased,
      boolean sequences,
      boolean state,
      boolean backwards) {
    if (plain instanceof LSTM lstm) {
      return lstm.units(units)
          .returnSequences(sequences)
          .returnState(state)
          .goBackwards(backwards)
          .useBias(biased);
    }
    if (plain instanceof GRU gru) {
      return gru.units(units)
          .returnSequences(sequences)
          .returnState(state)
          .goBackwards(backwards)
          .useBias(biased);
    }
    return ((SimpleRNN) plain)
        .units(units)
        .returnSequences(sequences)
        .returnState(state)
        .goBackwards(backwards)
        .useBias(biased);
  }
}
