package dev.tenon.keras.family;

import java.util.List;
import java.util.Set;

/** The differences of convolutions that have two kernels, or one a channel. */
final class ConvolutionFamily implements KerasFamily {
  /** Inherited from Conv in Keras 2, and without effect. */
  private static final List<String> INHERITED =
      List.of("kernel_initializer", "kernel_regularizer", "kernel_constraint");

  @Override
  public Set<String> classes() {
    return Set.of("DepthwiseConv1D", "DepthwiseConv2D", "SeparableConv1D", "SeparableConv2D");
  }

  private static boolean isSeparable(String className) {
    return className.startsWith("Separable");
  }

  @Override
  public void fromKeras2(OlderLayer layer) {
    layer.config().remove(INHERITED);
    if (!isSeparable(layer.className())) {
      layer.config().remove("filters");
    }
  }

  @Override
  public void toReaders(WrittenLayer layer) {
    if (isSeparable(layer.className())
        && layer.format().forKeras3()
        && layer.config().path("padding").asText().equals("causal")) {
      layer.refuse(layer.className() + " with padding 'causal', which Keras 3 does not have");
    }
  }
}
