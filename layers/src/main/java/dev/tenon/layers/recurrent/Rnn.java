package dev.tenon.layers.recurrent;

import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LegacyOption;

/**
 * A layer that runs along a sequence: Keras' RNN, LSTM, GRU, SimpleRNN and ConvLSTM.
 *
 * @param <W> the record of handles
 */
public interface Rnn<W> extends Layer<W> {
  /** Returns whether the output has every step, not only the last one. */
  boolean returnSequences();

  /** Returns whether the last states follow the output. */
  boolean returnState();

  /** Returns whether the steps run from the last entry to the first. */
  boolean goBackwards();

  /** Returns whether a call starts with the states that the last one ended with. */
  boolean stateful();

  /** Returns whether Keras unrolls the loop. */
  boolean unroll();

  /** Returns whether the output of a masked step is zero, not that of the step before. */
  boolean zeroOutputForMask();

  /** Returns which axis of sequences is the time. */
  default int timeAxis(Build build) {
    return build.has(LegacyOption.TIME_MAJOR) ? 0 : 1;
  }

  @Override
  default boolean takesIntegers() {
    return false;
  }

  /** Returns this layer running the other way. */
  Rnn<W> turned();

  /** Returns this layer with {@link #zeroOutputForMask} as given. */
  Rnn<W> zeroing(boolean zero);
}
