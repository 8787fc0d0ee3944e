package dev.tenon.layers.recurrent;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import org.jspecify.annotations.Nullable;

/**
 * Runs long short-term memory along a sequence.
 *
 * <p>Input (batch, time, n), or (time, batch, n) with tf_keras' {@code time_major}, then optional
 * initial states (batch, units). Output (batch, units), or (batch, time, units) with {@code
 * return_sequences}; the last states follow with {@code return_state}. A mask (batch, time) skips
 * steps.
 *
 * @see <a href="https://keras.io/api/layers/recurrent_layers/lstm/">Keras: LSTM</a>
 */
@ShortName("units")
public record LSTM(
    @Default("false") boolean returnSequences,
    @Default("false") boolean returnState,
    @Default("false") boolean goBackwards,
    @Default("false") boolean stateful,
    @Default("false") boolean unroll,
    @Default("false") boolean zeroOutputForMask,
    @Default("1") long units,
    @Default("tanh") @Nullable KerasObject activation,
    @Default("sigmoid") @Nullable KerasObject recurrentActivation,
    @Default("true") boolean useBias,
    @Default("GlorotUniform") @Nullable KerasObject kernelInitializer,
    @Default("Orthogonal") @Nullable KerasObject recurrentInitializer,
    @Default("Zeros") @Nullable KerasObject biasInitializer,
    @Default("true") boolean unitForgetBias,
    @Nullable KerasObject kernelRegularizer,
    @Nullable KerasObject recurrentRegularizer,
    @Nullable KerasObject biasRegularizer,
    @Nullable KerasObject activityRegularizer,
    @Nullable KerasObject kernelConstraint,
    @Nullable KerasObject recurrentConstraint,
    @Nullable KerasObject biasConstraint,
    @Default("0") double dropout,
    @Default("0") double recurrentDropout,
    @Nullable Long seed)
    implements AroundCell, LSTMOptions {
  @Override
  public LSTMCell cell() {
    return new LSTMCell(
        units,
        activation,
        recurrentActivation,
        useBias,
        unitForgetBias,
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
        seed);
  }

  @Override
  public LSTM turned() {
    return withGoBackwards(!goBackwards);
  }

  @Override
  public LSTM zeroing(boolean zero) {
    return withZeroOutputForMask(zero);
  }
}
