package dev.tenon.zoo;

import static dev.tenon.zoo.LayerBlocks.put;
import static dev.tenon.zoo.LayerBlocks.same;

import dev.tenon.internal.collections.OrderedMap;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.convolution.Conv2D;
import dev.tenon.layers.convolution.DepthwiseConv2D;
import dev.tenon.layers.merging.Multiply;
import dev.tenon.layers.pooling.GlobalAveragePooling2D;
import dev.tenon.layers.regularization.Dropout;
import dev.tenon.layers.reshaping.Reshape;
import java.util.Arrays;
import java.util.List;

/** What the bottlenecks of both EfficientNets have in common. */
final class MBConv {
  private static final KerasObject KERNEL =
      new KerasObject(
          "VarianceScaling",
          OrderedMap.of("scale", 2.0, "mode", "fan_out", "distribution", "truncated_normal"));

  private static final KerasObject TOP =
      new KerasObject(
          "VarianceScaling",
          OrderedMap.of("scale", 1.0 / 3.0, "mode", "fan_out", "distribution", "uniform"));

  private MBConv() {}

  /** Returns the name of a block: {@code block2b_} is the second of the second stage. */
  static String name(int stage, int block) {
    return "block" + (stage + 1) + (char) ('a' + block) + "_";
  }

  static Conv2D scaled(Conv2D conv) {
    return conv.kernelInitializer(KERNEL);
  }

  static DepthwiseConv2D scaled(DepthwiseConv2D conv) {
    return conv.depthwiseInitializer(KERNEL);
  }

  /** Weights each channel by what the whole image says of it. */
  static KerasTensor squeezed(KerasTensor input, long filters, long narrow, String name) {
    KerasTensor se = put(input, GlobalAveragePooling2D.DEFAULTS, name + "se_squeeze");
    se = put(se, new Reshape(List.of(1L, 1L, filters)), name + "se_reshape");
    se =
        put(
            se,
            scaled(same(Math.max(1, narrow), 1)).activation(KerasObject.of("silu")),
            name + "se_reduce");
    se =
        put(se, scaled(same(filters, 1)).activation(KerasObject.of("sigmoid")), name + "se_expand");
    return Multiply.DEFAULTS.named(name + "se_excite").apply(List.of(input, se));
  }

  /** Drops the whole branch of some samples. */
  static KerasTensor dropped(KerasTensor x, double rate, String name) {
    return rate == 0
        ? x
        : put(
            x,
            Dropout.DEFAULTS.rate(rate).noiseShape(Arrays.asList(null, 1L, 1L, 1L)),
            name + "drop");
  }

  static KerasTensor top(
      KerasTensor input, ApplicationOptions options, double dropout, KerasObject bias) {
    if (!options.includeTop()) {
      return Tops.pooled(input, options, "avg_pool", "max_pool");
    }
    KerasTensor x = put(input, GlobalAveragePooling2D.DEFAULTS, "avg_pool");
    x = put(x, Dropout.DEFAULTS.rate(dropout), "top_dropout");
    return put(
        x,
        LayerBlocks.dense(options.classes(), options.classifierActivation())
            .kernelInitializer(TOP)
            .biasInitializer(bias),
        "predictions");
  }
}
