package dev.tenon.zoo;

import static dev.tenon.zoo.LayerBlocks.add;
import static dev.tenon.zoo.LayerBlocks.conv;
import static dev.tenon.zoo.LayerBlocks.maxPool;
import static dev.tenon.zoo.LayerBlocks.norm;
import static dev.tenon.zoo.LayerBlocks.pair;
import static dev.tenon.zoo.LayerBlocks.put;
import static dev.tenon.zoo.LayerBlocks.relu;
import static dev.tenon.zoo.LayerBlocks.sameNoBias;
import static dev.tenon.zoo.LayerBlocks.separable;

import dev.tenon.layers.base.KerasTensor;
import java.util.List;

/**
 * Xception: separable convolutions with shortcuts around every few of them.
 *
 * @see <a href="https://arxiv.org/abs/1610.02357">Xception: Deep Learning with Depthwise Separable
 *     Convolutions</a>
 */
final class Xception implements Architecture {
  private static final long AXIS = -1;

  private Xception() {}

  static List<Application> applications() {
    return List.of(
        Application.of(
            "Xception", "xception", Sizes.of(299, 71), Preprocessing.TF, new Xception()));
  }

  @Override
  public KerasTensor build(KerasTensor input, ApplicationOptions options) {
    KerasTensor x = put(input, conv(32, 3).strides(pair(2)).useBias(false), "block1_conv1");
    x = put(x, norm(AXIS), "block1_conv1_bn");
    x = put(x, relu(), "block1_conv1_act");
    x = put(x, conv(64, 3).useBias(false), "block1_conv2");
    x = put(x, norm(AXIS), "block1_conv2_bn");
    x = put(x, relu(), "block1_conv2_act");
    x = halving(x, 2, 128, 128);
    x = halving(x, 3, 256, 256);
    x = halving(x, 4, 728, 728);
    for (int block = 5; block <= 12; block++) {
      KerasTensor y = x;
      for (int i = 1; i <= 3; i++) {
        y = put(y, relu(), "block" + block + "_sepconv" + i + "_act");
        y = separableNorm(y, block, i, 728);
      }
      x = add(y, x, null);
    }
    x = halving(x, 13, 728, 1024);
    for (int i = 1; i <= 2; i++) {
      x = separableNorm(x, 14, i, i == 1 ? 1536 : 2048);
      x = put(x, relu(), "block14_sepconv" + i + "_act");
    }
    return Tops.namedTopOnly(x, options);
  }

  /** Two separable convolutions and a pooling, beside a strided projection. */
  private static KerasTensor halving(KerasTensor input, int block, long first, long second) {
    KerasTensor residual = put(input, sameNoBias(second, 1).strides(pair(2)), null);
    residual = put(residual, norm(AXIS), null);
    KerasTensor x = input;
    if (block > 2) {
      x = put(x, relu(), "block" + block + "_sepconv1_act");
    }
    x = separableNorm(x, block, 1, first);
    x = put(x, relu(), "block" + block + "_sepconv2_act");
    x = separableNorm(x, block, 2, second);
    x = put(x, maxPool(3, 2, "same"), "block" + block + "_pool");
    return add(x, residual, null);
  }

  private static KerasTensor separableNorm(KerasTensor x, int block, int number, long filters) {
    String name = "block" + block + "_sepconv" + number;
    return put(put(x, separable(filters, 3), name), norm(AXIS), name + "_bn");
  }
}
