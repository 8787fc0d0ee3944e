package dev.tenon.zoo;

import static dev.tenon.zoo.LayerBlocks.CHANNELS;
import static dev.tenon.zoo.LayerBlocks.averagePool;
import static dev.tenon.zoo.LayerBlocks.channels;
import static dev.tenon.zoo.LayerBlocks.concat;
import static dev.tenon.zoo.LayerBlocks.maxPool;
import static dev.tenon.zoo.LayerBlocks.norm;
import static dev.tenon.zoo.LayerBlocks.pair;
import static dev.tenon.zoo.LayerBlocks.put;
import static dev.tenon.zoo.LayerBlocks.relu;
import static dev.tenon.zoo.LayerBlocks.same;
import static dev.tenon.zoo.LayerBlocks.sameNoBias;

import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.convolution.Conv2D;
import dev.tenon.layers.core.CustomScaleLayer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Inception-ResNet v2: inception branches whose scaled sum is added to a shortcut.
 *
 * @see <a href="https://arxiv.org/abs/1602.07261">Inception-v4, Inception-ResNet and the Impact of
 *     Residual Connections on Learning</a>
 */
final class InceptionResNetV2 implements Architecture {
  private InceptionResNetV2() {}

  static List<Application> applications() {
    return List.of(
        Application.of(
            "InceptionResNetV2",
            "inception_resnet_v2",
            Sizes.of(299, 75),
            Preprocessing.TF,
            new InceptionResNetV2()));
  }

  @Override
  public KerasTensor build(KerasTensor input, ApplicationOptions options) {
    KerasTensor x = halve(input, 32);
    x = valid(x, 32, 3);
    x = unit(x, 64, 3);
    x = put(x, maxPool(3, 2, "valid"), null);
    x = valid(x, 80, 1);
    x = valid(x, 192, 3);
    x = put(x, maxPool(3, 2, "valid"), null);
    x = stemEnd(x);
    for (int i = 1; i <= 10; i++) {
      x = residual(x, block35(x), 0.17, "block35_" + i, true);
    }
    KerasTensor left = halve(x, 384);
    KerasTensor right = halve(unit(unit(x, 256, 1), 256, 3), 384);
    x = concat(List.of(left, right, put(x, maxPool(3, 2, "valid"), null)), CHANNELS, "mixed_6a");
    for (int i = 1; i <= 20; i++) {
      x = residual(x, block17(x), 0.1, "block17_" + i, true);
    }
    x = lastReduction(x);
    for (int i = 1; i <= 10; i++) {
      x = residual(x, block8(x), i < 10 ? 0.2 : 1, "block8_" + i, i < 10);
    }
    x = put(x, sameNoBias(1536, 1), "conv_7b");
    x = put(x, norm(CHANNELS).scale(false), "conv_7b_bn");
    return Tops.namedTopOnly(put(x, relu(), "conv_7b_ac"), options);
  }

  private static KerasTensor stemEnd(KerasTensor x) {
    KerasTensor one = unit(x, 96, 1);
    KerasTensor five = unit(unit(x, 48, 1), 64, 5);
    KerasTensor twice = unit(unit(unit(x, 64, 1), 96, 3), 96, 3);
    KerasTensor pool = unit(put(x, averagePool(3, 1, "same"), null), 64, 1);
    return concat(List.of(one, five, twice, pool), CHANNELS, "mixed_5b");
  }

  private static List<KerasTensor> block35(KerasTensor x) {
    KerasTensor one = unit(x, 32, 1);
    KerasTensor three = unit(unit(x, 32, 1), 32, 3);
    KerasTensor twice = unit(unit(unit(x, 32, 1), 48, 3), 64, 3);
    return List.of(one, three, twice);
  }

  private static List<KerasTensor> block17(KerasTensor x) {
    KerasTensor one = unit(x, 192, 1);
    KerasTensor seven = unit(unit(unit(x, 128, 1), 160, 1, 7), 192, 7, 1);
    return List.of(one, seven);
  }

  private static List<KerasTensor> block8(KerasTensor x) {
    KerasTensor one = unit(x, 192, 1);
    KerasTensor three = unit(unit(unit(x, 192, 1), 224, 1, 3), 256, 3, 1);
    return List.of(one, three);
  }

  private static KerasTensor lastReduction(KerasTensor x) {
    KerasTensor one = halve(unit(x, 256, 1), 384);
    KerasTensor two = halve(unit(x, 256, 1), 288);
    KerasTensor three = halve(unit(unit(x, 256, 1), 288, 3), 320);
    KerasTensor pool = put(x, maxPool(3, 2, "valid"), null);
    return concat(List.of(one, two, three, pool), CHANNELS, "mixed_7a");
  }

  private static KerasTensor residual(
      KerasTensor x, List<KerasTensor> branches, double scale, String name, boolean active) {
    KerasTensor mixed = concat(branches, CHANNELS, name + "_mixed");
    KerasTensor up = put(mixed, same(channels(x), 1), name + "_conv");
    KerasTensor sum = new CustomScaleLayer(scale).apply(List.of(x, up));
    return active ? put(sum, relu(), name + "_ac") : sum;
  }

  private static KerasTensor unit(KerasTensor x, long filters, long size) {
    return unit(x, sameNoBias(filters, size), null);
  }

  private static KerasTensor unit(KerasTensor x, long filters, long rows, long columns) {
    return unit(x, sameNoBias(filters, 1).kernelSize(List.of(rows, columns)), null);
  }

  private static KerasTensor valid(KerasTensor x, long filters, long size) {
    return unit(x, sameNoBias(filters, size).padding("valid"), null);
  }

  private static KerasTensor halve(KerasTensor x, long filters) {
    return unit(x, sameNoBias(filters, 3).padding("valid").strides(pair(2)), null);
  }

  private static KerasTensor unit(KerasTensor x, Conv2D conv, @Nullable String name) {
    return put(put(put(x, conv, name), norm(CHANNELS).scale(false), null), relu(), null);
  }
}
