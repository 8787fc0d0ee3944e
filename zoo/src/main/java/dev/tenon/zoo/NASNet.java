package dev.tenon.zoo;

import static dev.tenon.zoo.LayerBlocks.add;
import static dev.tenon.zoo.LayerBlocks.averagePool;
import static dev.tenon.zoo.LayerBlocks.channels;
import static dev.tenon.zoo.LayerBlocks.concat;
import static dev.tenon.zoo.LayerBlocks.conv;
import static dev.tenon.zoo.LayerBlocks.correctPad;
import static dev.tenon.zoo.LayerBlocks.maxPool;
import static dev.tenon.zoo.LayerBlocks.norm;
import static dev.tenon.zoo.LayerBlocks.pad;
import static dev.tenon.zoo.LayerBlocks.pair;
import static dev.tenon.zoo.LayerBlocks.put;
import static dev.tenon.zoo.LayerBlocks.relu;
import static dev.tenon.zoo.LayerBlocks.sameNoBias;
import static dev.tenon.zoo.LayerBlocks.separable;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.convolution.Conv2D;
import dev.tenon.layers.normalization.BatchNormalization;
import dev.tenon.layers.reshaping.Cropping2D;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * NASNet, mobile and large: cells that a search found, each of which sees the two before it.
 *
 * @see <a href="https://arxiv.org/abs/1707.07012">Learning Transferable Architectures for Scalable
 *     Image Recognition</a>
 */
final class NASNet implements Architecture {
  private static final long AXIS = -1;

  private final long filters;
  private final int cells;
  private final long stemFilters;
  private final boolean skipReduction;

  private NASNet(long filters, int cells, long stemFilters, boolean skipReduction) {
    this.filters = filters;
    this.cells = cells;
    this.stemFilters = stemFilters;
    this.skipReduction = skipReduction;
  }

  static List<Application> applications() {
    return List.of(
        Application.of(
            "NASNetMobile",
            "nasnet_mobile",
            Sizes.of(224, 32).fixed(),
            Preprocessing.TF,
            new NASNet(44, 4, 32, false)),
        Application.of(
            "NASNetLarge",
            "nasnet_large",
            Sizes.of(331, 32),
            Preprocessing.TF,
            new NASNet(168, 6, 96, true)));
  }

  /**
   * Two feature maps in a row.
   *
   * @param last the newer one
   * @param before the one before it; null at the beginning
   */
  private record Pair(KerasTensor last, @Nullable KerasTensor before) {
    KerasTensor previous() {
      return before == null ? last : before;
    }
  }

  @Override
  public KerasTensor build(KerasTensor input, ApplicationOptions options) {
    KerasTensor x = put(input, he(conv(stemFilters, 3).strides(pair(2))), "stem_conv1");
    x = put(x, slowNorm(), "stem_bn1");
    Pair maps = reduction(new Pair(x, null), filters / 4, "stem_1");
    maps = reduction(maps, filters / 2, "stem_2");
    maps = normalCells(maps, filters, 0);
    maps = skipping(maps, reduction(maps, filters * 2, "reduce_" + cells));
    maps = normalCells(maps, filters * 2, cells + 1);
    maps = skipping(maps, reduction(maps, filters * 4, "reduce_" + 2 * cells));
    maps = normalCells(maps, filters * 4, 2 * cells + 1);
    return Tops.unnamed(put(maps.last, relu(), null), options);
  }

  private Pair normalCells(Pair start, long width, int firstNumber) {
    Pair maps = start;
    for (int i = 0; i < cells; i++) {
      maps = normal(maps, width, String.valueOf(firstNumber + i));
    }
    return maps;
  }

  /** Behind a reduction, the large network goes on with the map before the one that it reduced. */
  private Pair skipping(Pair before, Pair reduced) {
    return skipReduction ? new Pair(reduced.last, before.before) : reduced;
  }

  private static Pair normal(Pair maps, long width, String id) {
    KerasTensor p = adjusted(maps, width, id);
    KerasTensor h = squeezed(maps.last, width, "normal", id);
    KerasTensor left1 = unit(h, width, 5, 1, "normal_left1_" + id);
    KerasTensor right1 = unit(p, width, 3, 1, "normal_right1_" + id);
    KerasTensor x1 = add(left1, right1, "normal_add_1_" + id);
    KerasTensor left2 = unit(p, width, 5, 1, "normal_left2_" + id);
    KerasTensor right2 = unit(p, width, 3, 1, "normal_right2_" + id);
    KerasTensor x2 = add(left2, right2, "normal_add_2_" + id);
    KerasTensor x3 = put(h, averagePool(3, 1, "same"), "normal_left3_" + id);
    x3 = add(x3, p, "normal_add_3_" + id);
    KerasTensor left4 = put(p, averagePool(3, 1, "same"), "normal_left4_" + id);
    KerasTensor right4 = put(p, averagePool(3, 1, "same"), "normal_right4_" + id);
    KerasTensor x4 = add(left4, right4, "normal_add_4_" + id);
    KerasTensor x5 = add(unit(h, width, 3, 1, "normal_left5_" + id), h, "normal_add_5_" + id);
    return new Pair(concat(List.of(p, x1, x2, x3, x4, x5), AXIS, "normal_concat_" + id), maps.last);
  }

  private static Pair reduction(Pair maps, long width, String id) {
    KerasTensor p = adjusted(maps, width, id);
    KerasTensor h = squeezed(maps.last, width, "reduction", id);
    KerasTensor padded = put(h, correctPad(h, 3), "reduction_pad_1_" + id);
    KerasTensor left1 = unit(h, width, 5, 2, "reduction_left1_" + id);
    KerasTensor right1 = unit(p, width, 7, 2, "reduction_right1_" + id);
    KerasTensor x1 = add(left1, right1, "reduction_add_1_" + id);
    KerasTensor left2 = put(padded, maxPool(3, 2, "valid"), "reduction_left2_" + id);
    KerasTensor right2 = unit(p, width, 7, 2, "reduction_right2_" + id);
    KerasTensor x2 = add(left2, right2, "reduction_add_2_" + id);
    KerasTensor left3 = put(padded, averagePool(3, 2, "valid"), "reduction_left3_" + id);
    KerasTensor right3 = unit(p, width, 5, 2, "reduction_right3_" + id);
    KerasTensor x3 = add(left3, right3, "reduction_add3_" + id);
    KerasTensor x4 = put(x1, averagePool(3, 1, "same"), "reduction_left4_" + id);
    x4 = add(x2, x4, null);
    KerasTensor left5 = unit(x1, width, 3, 1, "reduction_left4_" + id);
    KerasTensor right5 = put(padded, maxPool(3, 2, "valid"), "reduction_right5_" + id);
    KerasTensor x5 = add(left5, right5, "reduction_add4_" + id);
    return new Pair(concat(List.of(x2, x3, x4, x5), AXIS, "reduction_concat_" + id), maps.last);
  }

  private static KerasTensor squeezed(KerasTensor x, long width, String kind, String id) {
    KerasTensor active = put(x, relu(), null);
    KerasTensor narrow = put(active, he(sameNoBias(width, 1)), kind + "_conv_1_" + id);
    return put(narrow, slowNorm(), kind + "_bn_1_" + id);
  }

  /** Brings the older map to the size and width of the newer one. */
  private static KerasTensor adjusted(Pair maps, long width, String id) {
    KerasTensor p = maps.previous();
    if (maps.before != null && !sameWidth(p, maps.last)) {
      p = put(p, relu(), "adjust_relu_1_" + id);
      KerasTensor p1 = put(p, averagePool(1, 2, "valid"), "adjust_avg_pool_1_" + id);
      p1 = put(p1, he(sameNoBias(width / 2, 1)), "adjust_conv_1_" + id);
      KerasTensor p2 = put(p, pad(0, 1), null);
      List<Long> first = List.of(1L, 0L);
      p2 = put(p2, Cropping2D.DEFAULTS.cropping(List.of(first, first)), null);
      p2 = put(p2, averagePool(1, 2, "valid"), "adjust_avg_pool_2_" + id);
      p2 = put(p2, he(sameNoBias(width / 2, 1)), "adjust_conv_2_" + id);
      p = concat(List.of(p1, p2), AXIS, null);
      return put(p, slowNorm(), "adjust_bn_" + id);
    }
    if (maps.before != null && channels(p) != width) {
      p = put(p, relu(), null);
      p = put(p, he(sameNoBias(width, 1)), "adjust_conv_projection_" + id);
      return put(p, slowNorm(), "adjust_bn_" + id);
    }
    return p;
  }

  /** Compares widths as Keras does: two open ones are the same. */
  private static boolean sameWidth(KerasTensor a, KerasTensor b) {
    boolean known = a.shape().dim(2).isKnown() && b.shape().dim(2).isKnown();
    return !known || a.shape().length(2) == b.shape().length(2);
  }

  private static KerasTensor unit(
      KerasTensor input, long width, long size, long stride, String id) {
    KerasTensor x = put(input, relu(), null);
    String padding = "same";
    if (stride == 2) {
      x = put(x, correctPad(x, size), "separable_conv_1_pad_" + id);
      padding = "valid";
    }
    x =
        put(
            x,
            separable(width, size).strides(pair(stride)).padding(padding),
            "separable_conv_1_" + id);
    x = put(x, slowNorm(), "separable_conv_1_bn_" + id);
    x = put(x, relu(), null);
    x = put(x, separable(width, size), "separable_conv_2_" + id);
    return put(x, slowNorm(), "separable_conv_2_bn_" + id);
  }

  private static Conv2D he(Conv2D conv) {
    return conv.useBias(false).kernelInitializer(KerasObject.of("HeNormal"));
  }

  private static BatchNormalization slowNorm() {
    return norm(AXIS).momentum(0.9997);
  }
}
