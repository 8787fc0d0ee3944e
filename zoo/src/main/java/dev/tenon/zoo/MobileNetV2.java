package dev.tenon.zoo;

import static dev.tenon.zoo.LayerBlocks.add;
import static dev.tenon.zoo.LayerBlocks.channels;
import static dev.tenon.zoo.LayerBlocks.conv;
import static dev.tenon.zoo.LayerBlocks.correctPad;
import static dev.tenon.zoo.LayerBlocks.depthwise;
import static dev.tenon.zoo.LayerBlocks.divisible;
import static dev.tenon.zoo.LayerBlocks.norm;
import static dev.tenon.zoo.LayerBlocks.pair;
import static dev.tenon.zoo.LayerBlocks.put;
import static dev.tenon.zoo.LayerBlocks.relu6;
import static dev.tenon.zoo.LayerBlocks.sameNoBias;

import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.normalization.BatchNormalization;
import java.util.List;

/**
 * MobileNet v2: bottlenecks that widen inside, with shortcuts between their narrow ends.
 *
 * @see <a href="https://arxiv.org/abs/1801.04381">MobileNetV2: Inverted Residuals and Linear
 *     Bottlenecks</a>
 */
final class MobileNetV2 implements Architecture {
  /** Filters, blocks and the stride of the first block, for each stage. */
  private static final int[][] STAGES = {
    {16, 1, 1}, {24, 2, 2}, {32, 3, 2}, {64, 4, 2}, {96, 3, 1}, {160, 3, 2}, {320, 1, 1}
  };

  private MobileNetV2() {}

  static List<Application> applications() {
    return List.of(
        Application.of(
            "MobileNetV2",
            "mobilenetv2",
            Sizes.of(224, 32).alternatives(96, 128, 160, 192, 224),
            Preprocessing.TF,
            new MobileNetV2()));
  }

  @Override
  public String modelName(String name, String rows, ApplicationOptions options) {
    return Sizes.nameWithAlpha(name, rows, options);
  }

  @Override
  public KerasTensor build(KerasTensor input, ApplicationOptions options) {
    double alpha = options.alpha();
    KerasTensor x = put(input, sameNoBias(divisible(32 * alpha, 8), 3).strides(pair(2)), "Conv1");
    x = put(x, slowNorm(), "bn_Conv1");
    x = put(x, relu6(), "Conv1_relu");
    int block = 0;
    for (int[] stage : STAGES) {
      long filters = divisible(Math.floor(stage[0] * alpha), 8);
      for (int i = 0; i < stage[1]; i++) {
        x = bottleneck(x, block++, filters, i == 0 ? stage[2] : 1);
      }
    }
    long last = alpha > 1 ? divisible(1280 * alpha, 8) : 1280;
    x = put(x, conv(last, 1).useBias(false), "Conv_1");
    x = put(x, slowNorm(), "Conv_1_bn");
    return Tops.unnamed(put(x, relu6(), "out_relu"), options);
  }

  /** A normalisation whose statistics move slowly. */
  static BatchNormalization slowNorm() {
    return norm(-1).momentum(0.999);
  }

  private static KerasTensor bottleneck(KerasTensor input, int block, long filters, long stride) {
    String prefix = block == 0 ? "expanded_conv_" : "block_" + block + "_";
    long incoming = channels(input);
    KerasTensor x = input;
    if (block > 0) {
      x = put(x, sameNoBias(6 * incoming, 1), prefix + "expand");
      x = put(x, slowNorm(), prefix + "expand_BN");
      x = put(x, relu6(), prefix + "expand_relu");
    }
    if (stride == 2) {
      x = put(x, correctPad(x, 3), prefix + "pad");
    }
    x = put(x, depthwise(3, stride).padding(stride == 1 ? "same" : "valid"), prefix + "depthwise");
    x = put(x, slowNorm(), prefix + "depthwise_BN");
    x = put(x, relu6(), prefix + "depthwise_relu");
    x = put(x, sameNoBias(filters, 1), prefix + "project");
    x = put(x, slowNorm(), prefix + "project_BN");
    return incoming == filters && stride == 1 ? add(input, x, prefix + "add") : x;
  }
}
