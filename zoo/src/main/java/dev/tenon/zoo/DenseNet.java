package dev.tenon.zoo;

import static dev.tenon.zoo.LayerBlocks.CHANNELS;
import static dev.tenon.zoo.LayerBlocks.averagePool;
import static dev.tenon.zoo.LayerBlocks.channels;
import static dev.tenon.zoo.LayerBlocks.concat;
import static dev.tenon.zoo.LayerBlocks.conv;
import static dev.tenon.zoo.LayerBlocks.maxPool;
import static dev.tenon.zoo.LayerBlocks.normEps;
import static dev.tenon.zoo.LayerBlocks.pad;
import static dev.tenon.zoo.LayerBlocks.pair;
import static dev.tenon.zoo.LayerBlocks.put;
import static dev.tenon.zoo.LayerBlocks.relu;
import static dev.tenon.zoo.LayerBlocks.sameNoBias;

import dev.tenon.layers.base.KerasTensor;
import java.util.List;

/**
 * DenseNet 121, 169 and 201: each layer sees what all layers of its block gave before.
 *
 * @see <a href="https://arxiv.org/abs/1608.06993">Densely Connected Convolutional Networks</a>
 */
final class DenseNet implements Architecture {
  private static final long GROWTH = 32;

  private final int[] blocks;

  private DenseNet(int... blocks) {
    this.blocks = blocks;
  }

  static List<Application> applications() {
    return List.of(
        application("121", 6, 12, 24, 16),
        application("169", 6, 12, 32, 32),
        application("201", 6, 12, 48, 32));
  }

  private static Application application(String depth, int... blocks) {
    return Application.of(
        "DenseNet" + depth,
        "densenet" + depth,
        Sizes.of(224, 32),
        Preprocessing.TORCH,
        new DenseNet(blocks));
  }

  @Override
  public KerasTensor build(KerasTensor input, ApplicationOptions options) {
    KerasTensor x = put(input, pad(3, 3), null);
    x = put(x, conv(64, 7).strides(pair(2)).useBias(false), "conv1_conv");
    x = put(x, normEps(), "conv1_bn");
    x = put(x, relu(), "conv1_relu");
    x = put(x, pad(1, 1), null);
    x = put(x, maxPool(3, 2, "valid"), "pool1");
    for (int stage = 0; stage < blocks.length; stage++) {
      if (stage > 0) {
        x = transition(x, "pool" + (stage + 1));
      }
      for (int i = 1; i <= blocks[stage]; i++) {
        x = grown(x, "conv" + (stage + 2) + "_block" + i);
      }
    }
    x = put(x, normEps(), "bn");
    return Tops.named(put(x, relu(), "relu"), options);
  }

  private static KerasTensor transition(KerasTensor input, String name) {
    KerasTensor x = put(input, normEps(), name + "_bn");
    x = put(x, relu(), name + "_relu");
    x = put(x, conv(channels(x) / 2, 1).useBias(false), name + "_conv");
    return put(x, averagePool(2, 2, "valid"), name + "_pool");
  }

  private static KerasTensor grown(KerasTensor input, String name) {
    KerasTensor x = put(input, normEps(), name + "_0_bn");
    x = put(x, relu(), name + "_0_relu");
    x = put(x, conv(4 * GROWTH, 1).useBias(false), name + "_1_conv");
    x = put(x, normEps(), name + "_1_bn");
    x = put(x, relu(), name + "_1_relu");
    x = put(x, sameNoBias(GROWTH, 3), name + "_2_conv");
    return concat(List.of(input, x), CHANNELS, name + "_concat");
  }
}
