package dev.tenon.zoo;

import static dev.tenon.zoo.LayerBlocks.CHANNELS;
import static dev.tenon.zoo.LayerBlocks.averagePool;
import static dev.tenon.zoo.LayerBlocks.concat;
import static dev.tenon.zoo.LayerBlocks.maxPool;
import static dev.tenon.zoo.LayerBlocks.norm;
import static dev.tenon.zoo.LayerBlocks.pair;
import static dev.tenon.zoo.LayerBlocks.put;
import static dev.tenon.zoo.LayerBlocks.relu;
import static dev.tenon.zoo.LayerBlocks.sameNoBias;

import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.convolution.Conv2D;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Inception v3: branches of convolutions of several widths side by side.
 *
 * @see <a href="https://arxiv.org/abs/1512.00567">Rethinking the Inception Architecture for
 *     Computer Vision</a>
 */
final class InceptionV3 implements Architecture {
  private InceptionV3() {}

  static List<Application> applications() {
    return List.of(
        Application.of(
            "InceptionV3", "inception_v3", Sizes.of(299, 75), Preprocessing.TF, new InceptionV3()));
  }

  @Override
  public KerasTensor build(KerasTensor input, ApplicationOptions options) {
    KerasTensor x = halve(input, 32);
    x = valid(x, 32, 3);
    x = unit(x, 64, 3, 3);
    x = put(x, maxPool(3, 2, "valid"), null);
    x = valid(x, 80, 1);
    x = valid(x, 192, 3);
    x = put(x, maxPool(3, 2, "valid"), null);
    for (int i = 0; i < 3; i++) {
      x = wide(x, i == 0 ? 32 : 64, "mixed" + i);
    }
    x = firstReduction(x);
    x = factorized(x, 128, "mixed4");
    x = factorized(x, 160, "mixed5");
    x = factorized(x, 160, "mixed6");
    x = factorized(x, 192, "mixed7");
    x = secondReduction(x);
    x = split(x, 0);
    x = split(x, 1);
    return Tops.namedTopOnly(x, options);
  }

  private static KerasTensor wide(KerasTensor x, long pooled, String name) {
    KerasTensor one = unit(x, 64, 1, 1);
    KerasTensor five = unit(unit(x, 48, 1, 1), 64, 5, 5);
    KerasTensor twice = unit(unit(unit(x, 64, 1, 1), 96, 3, 3), 96, 3, 3);
    KerasTensor pool = unit(put(x, averagePool(3, 1, "same"), null), pooled, 1, 1);
    return concat(List.of(one, five, twice, pool), CHANNELS, name);
  }

  private static KerasTensor firstReduction(KerasTensor x) {
    KerasTensor three = halve(x, 384);
    KerasTensor twice = halve(unit(unit(x, 64, 1, 1), 96, 3, 3), 96);
    KerasTensor pool = put(x, maxPool(3, 2, "valid"), null);
    return concat(List.of(three, twice, pool), CHANNELS, "mixed3");
  }

  /** Seven by seven as one by seven and seven by one. */
  private static KerasTensor factorized(KerasTensor x, long inner, String name) {
    KerasTensor one = unit(x, 192, 1, 1);
    KerasTensor seven = unit(unit(unit(x, inner, 1, 1), inner, 1, 7), 192, 7, 1);
    KerasTensor twice = unit(unit(x, inner, 1, 1), inner, 7, 1);
    twice = unit(unit(unit(twice, inner, 1, 7), inner, 7, 1), 192, 1, 7);
    KerasTensor pool = unit(put(x, averagePool(3, 1, "same"), null), 192, 1, 1);
    return concat(List.of(one, seven, twice, pool), CHANNELS, name);
  }

  private static KerasTensor secondReduction(KerasTensor x) {
    KerasTensor three = halve(unit(x, 192, 1, 1), 320);
    KerasTensor seven = halve(unit(unit(unit(x, 192, 1, 1), 192, 1, 7), 192, 7, 1), 192);
    KerasTensor pool = put(x, maxPool(3, 2, "valid"), null);
    return concat(List.of(three, seven, pool), CHANNELS, "mixed8");
  }

  private static KerasTensor split(KerasTensor x, int number) {
    KerasTensor one = unit(x, 320, 1, 1);
    KerasTensor three = crossed(unit(x, 384, 1, 1), "mixed9_" + number);
    KerasTensor twice = crossed(unit(unit(x, 448, 1, 1), 384, 3, 3), null);
    KerasTensor pool = unit(put(x, averagePool(3, 1, "same"), null), 192, 1, 1);
    return concat(List.of(one, three, twice, pool), CHANNELS, "mixed" + (9 + number));
  }

  private static KerasTensor crossed(KerasTensor x, @Nullable String name) {
    KerasTensor wide = unit(x, 384, 1, 3);
    KerasTensor high = unit(x, 384, 3, 1);
    return concat(List.of(wide, high), CHANNELS, name);
  }

  private static KerasTensor unit(KerasTensor x, long filters, long rows, long columns) {
    return unit(x, sameNoBias(filters, 1).kernelSize(List.of(rows, columns)));
  }

  private static KerasTensor valid(KerasTensor x, long filters, long size) {
    return unit(x, sameNoBias(filters, size).padding("valid"));
  }

  private static KerasTensor halve(KerasTensor x, long filters) {
    return unit(x, sameNoBias(filters, 3).padding("valid").strides(pair(2)));
  }

  private static KerasTensor unit(KerasTensor x, Conv2D conv) {
    return put(put(put(x, conv, null), norm(CHANNELS).scale(false), null), relu(), null);
  }
}
