package dev.tenon.layers.recurrent;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import org.jspecify.annotations.Nullable;

/**
 * Runs a gated recurrent unit along a sequence.
 *
 * <p>Input (batch, time, n), or (time, batch, n) with tf_keras' {@code time_major}, then optional
 * initial states (batch, units). Output (batch, units), or (batch, time, units) with {@code
 * return_sequences}; the last states follow with {@code return_state}. A mask (batch, time) skips
 * steps.
 *
 * @see <a href="https://keras.io/api/layers/recurrent_layers/gru/">Keras: GRU</a>
 */
@ShortName("units")
public record GRU(
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
    @Nullable KerasObject kernelRegularizer,
    @Nullable KerasObject recurrentRegularizer,
    @Nullable KerasObject biasRegularizer,
    @Nullable KerasObject activityRegularizer,
    @Nullable KerasObject kernelConstraint,
    @Nullable KerasObject recurrentConstraint,
    @Nullable KerasObject biasConstraint,
    @Default("0") double dropout,
    @Default("0") double recurrentDropout,
    @Default("true") boolean resetAfter,
    @Nullable Long seed)
    implements AroundCell, GRUOptions {
  @Override
  public GRUCell cell() {
    return new GRUCell(
        units,
        activation,
        recurrentActivation,
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
        resetAfter,
        seed);
  }

  @Override
  public GRU turned() {
    return withGoBackwards(!goBackwards);
  }

  @Override
  public GRU zeroing(boolean zero) {
    return withZeroOutputForMask(zero);
  }
}
