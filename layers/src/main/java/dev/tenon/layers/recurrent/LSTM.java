package dev.tenon.layers.recurrent;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.layers.common.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
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
@RecordBuilder
@ShortName("units")
public record LSTM(
    boolean returnSequences,
    boolean returnState,
    boolean goBackwards,
    boolean stateful,
    boolean unroll,
    boolean zeroOutputForMask,
    long units,
    @Nullable KerasObject activation,
    @Nullable KerasObject recurrentActivation,
    boolean useBias,
    @Nullable KerasObject kernelInitializer,
    @Nullable KerasObject recurrentInitializer,
    @Nullable KerasObject biasInitializer,
    boolean unitForgetBias,
    @Nullable KerasObject kernelRegularizer,
    @Nullable KerasObject recurrentRegularizer,
    @Nullable KerasObject biasRegularizer,
    @Nullable KerasObject activityRegularizer,
    @Nullable KerasObject kernelConstraint,
    @Nullable KerasObject recurrentConstraint,
    @Nullable KerasObject biasConstraint,
    double dropout,
    double recurrentDropout,
    @Nullable Long seed,
    boolean timeMajor)
    implements AroundCell, LSTMBuilder.With {

  /** Keras' defaults; {@code units} has none there and is 1 here. */
  public static final LSTM DEFAULTS =
      new LSTM(
          false,
          false,
          false,
          false,
          false,
          false,
          1,
          KerasObject.of("tanh"),
          KerasObject.of("sigmoid"),
          true,
          KerasObject.of("GlorotUniform"),
          KerasObject.of("Orthogonal"),
          KerasObject.of("Zeros"),
          true,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          0,
          0,
          null,
          false);

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
