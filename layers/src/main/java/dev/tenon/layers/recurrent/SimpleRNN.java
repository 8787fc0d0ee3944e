package dev.tenon.layers.recurrent;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import org.jspecify.annotations.Nullable;

/**
 * Runs a fully connected recurrence along a sequence.
 *
 * <p>Input (batch, time, n), or (time, batch, n) with tf_keras' {@code time_major}, then optional
 * initial states (batch, units). Output (batch, units), or (batch, time, units) with {@code
 * return_sequences}; the last states follow with {@code return_state}. A mask (batch, time) skips
 * steps.
 *
 * @see <a href="https://keras.io/api/layers/recurrent_layers/simple_rnn/">Keras: SimpleRNN</a>
 */
@ShortName("units")
public record SimpleRNN(
    @Default("false") boolean returnSequences,
    @Default("false") boolean returnState,
    @Default("false") boolean goBackwards,
    @Default("false") boolean stateful,
    @Default("false") boolean unroll,
    @Default("false") boolean zeroOutputForMask,
    @Default("1") long units,
    @Default("tanh") @Nullable KerasObject activation,
    @Default("true") boolean useBias,
    @Default("GlorotUniform") @Nullable KerasObject kernelInitializer,
    @Default("Orthogonal") @Nullable KerasObject recurrentInitializer,
    @Default("Zeros") @Nullable KerasObject biasInitializer,
    @Nullable KerasObject kernelRegularizer,
    @Nullable KerasObject recurrentRegularizer,
    @Nullable KerasObject biasRegularizer,
    @Nullable KerasObject activityRegularizer,
    @Nullable KerasObject kernelConstraint,
    @Nullable KerasObject recurrentConstraint,
    @Nullable KerasObject biasConstraint,
    @Default("0") double dropout,
    @Default("0") double recurrentDropout)
    implements AroundCell, SimpleRNNOptions {
  @Override
  public SimpleRNNCell cell() {
    return new SimpleRNNCell(
        units,
        activation,
        useBias,
        kernelInitializer,
        recurrentInitializer,
        biasInitializer,
        kernelRegularizer,
        recurrentRegularizer,
        biasRegularizer,
        kernelConstraint,
        recurrentConstraint,
        biasConstraint,
        dropout,
        recurrentDropout,
        null);
  }

  @Override
  public SimpleRNN turned() {
    return withGoBackwards(!goBackwards);
  }

  @Override
  public SimpleRNN zeroing(boolean zero) {
    return withZeroOutputForMask(zero);
  }
}
