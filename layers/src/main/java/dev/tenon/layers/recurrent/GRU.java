package dev.tenon.layers.recurrent;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.layers.common.ShortName;
import io.soabase.recordbuilder.core.RecordBuilder;
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
@RecordBuilder
@ShortName("units")
public record GRU(
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
    @Nullable KerasObject kernelRegularizer,
    @Nullable KerasObject recurrentRegularizer,
    @Nullable KerasObject biasRegularizer,
    @Nullable KerasObject activityRegularizer,
    @Nullable KerasObject kernelConstraint,
    @Nullable KerasObject recurrentConstraint,
    @Nullable KerasObject biasConstraint,
    double dropout,
    double recurrentDropout,
    boolean resetAfter,
    @Nullable Long seed,
    boolean timeMajor)
    implements AroundCell, GRUBuilder.With {

  /** Keras' defaults; {@code units} has none there and is 1 here. */
  public static final GRU DEFAULTS =
      new GRU(
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
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          0,
          0,
          true,
          null,
          false);

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
