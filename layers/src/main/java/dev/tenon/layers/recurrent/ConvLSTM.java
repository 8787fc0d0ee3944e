package dev.tenon.layers.recurrent;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.Family;
import dev.tenon.layers.common.ShortName;
import dev.tenon.layers.common.SpatialLayer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a convolutional LSTM along a sequence of $data.
 *
 * <p>Input (batch, time, $axes, channels); with {@code channels_first} the channel axis follows the
 * time axis. All lengths but batch and time must be known. Output (batch, $new, filters), or
 * (batch, time, $new, filters) with {@code return_sequences}. With {@code return_state} the last
 * states follow.
 *
 * @see <a href="https://arxiv.org/abs/1506.04214">Shi et al., 2015</a>
 * @see <a href="https://keras.io/api/layers/recurrent_layers/conv_lstm#d/">Keras: ConvLSTM#D</a>
 */
@Family("ConvLSTM#D")
@ShortName(
    value = {"filters", "kernelSize", "strides", "padding"},
    required = 2)
public interface ConvLSTM extends AroundCell, SpatialLayer, ConvLSTMOptions {
  /**
   * The options of the layers, with Keras' defaults.
   *
   * @param dropout the fraction of the input's elements that training sets to 0, from 0 to 1
   */
  record Options(
      @Default("false") boolean returnSequences,
      @Default("false") boolean returnState,
      @Default("false") boolean goBackwards,
      @Default("false") boolean stateful,
      @Default("false") boolean unroll,
      @Default("false") boolean zeroOutputForMask,
      @Default("1") long filters,
      @Default("1") List<Long> kernelSize,
      @Default("1") List<Long> strides,
      @Default("valid") String padding,
      @Default("channels_last") String dataFormat,
      @Default("1") List<Long> dilationRate,
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
      @Nullable Long seed) {}

  @Override
  default ConvLSTMCell cell() {
    return new ConvLSTMCell(
        spatialAxes(),
        filters(),
        kernelSize(),
        strides(),
        padding(),
        dataFormat(),
        dilationRate(),
        activation(),
        recurrentActivation(),
        useBias(),
        kernelInitializer(),
        recurrentInitializer(),
        UnitForgetBias.of(unitForgetBias(), biasInitializer()),
        new DropoutMasks.Rates(dropout(), recurrentDropout()),
        seed());
  }

  @Override
  default ConvLSTM turned() {
    return goBackwards(!goBackwards());
  }

  @Override
  default ConvLSTM zeroing(boolean zero) {
    return zeroOutputForMask(zero);
  }
}
