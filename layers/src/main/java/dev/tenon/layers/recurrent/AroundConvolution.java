package dev.tenon.layers.recurrent;

import dev.tenon.ir.graph.KerasObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What ConvLSTM1D, ConvLSTM2D and ConvLSTM3D share: everything but the number of axes. */
interface AroundConvolution extends AroundCell {
  /** Returns how many axes an image has besides its channels. */
  int spatialAxes();

  /** Returns Keras' option of this name, as each of the following. */
  long filters();

  List<Long> kernelSize();

  List<Long> strides();

  String padding();

  String dataFormat();

  List<Long> dilationRate();

  @Nullable KerasObject activation();

  @Nullable KerasObject recurrentActivation();

  boolean useBias();

  @Nullable KerasObject kernelInitializer();

  @Nullable KerasObject recurrentInitializer();

  @Nullable KerasObject biasInitializer();

  boolean unitForgetBias();

  double dropout();

  double recurrentDropout();

  @Nullable Long seed();

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
}
