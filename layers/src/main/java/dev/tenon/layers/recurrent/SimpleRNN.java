package dev.tenon.layers.recurrent;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.layers.common.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
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
@RecordBuilder
@ShortName("units")
public record SimpleRNN(
    boolean returnSequences,
    boolean returnState,
    boolean goBackwards,
    boolean stateful,
    boolean unroll,
    boolean zeroOutputForMask,
    long units,
    @Nullable KerasObject activation,
    boolean useBias,
    @Nullable KerasObject kernelInitializer,
    @Nullable KerasObject recurrentInitializer,
    @Nullable KerasObject biasInitializer,
    @Nullable KerasObject kernelRegularizer,
    @Nullable KerasObject recurrentRegularizer,
    @Nullable KerasObject biasRegularizer,
    @Nullable KerasObject activityRegularizer,
    @Nullable KerasObject kernelConstraint,
    @Nullable KerasObject recurrentConstraint,
    @Nullable KerasObject biasConstraint,
    double dropout,
    double recurrentDropout,
    boolean timeMajor)
    implements AroundCell, SimpleRNNBuilder.With {

  /** Keras' defaults; {@code units} has none there and is 1 here. */
  public static final SimpleRNN DEFAULTS =
      new SimpleRNN(
          false,
          false,
          false,
          false,
          false,
          false,
          1,
          KerasObject.of("tanh"),
          true,
          KerasObject.of("GlorotUniform"),
          KerasObject.of("Orthogonal"),
          KerasObject.of("Zeros"),
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          0,
          0,
          false);

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
