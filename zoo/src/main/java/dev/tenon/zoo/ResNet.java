package dev.tenon.zoo;

import static dev.tenon.zoo.LayerBlocks.add;
import static dev.tenon.zoo.LayerBlocks.conv;
import static dev.tenon.zoo.LayerBlocks.maxPool;
import static dev.tenon.zoo.LayerBlocks.normEps;
import static dev.tenon.zoo.LayerBlocks.pad;
import static dev.tenon.zoo.LayerBlocks.pair;
import static dev.tenon.zoo.LayerBlocks.put;
import static dev.tenon.zoo.LayerBlocks.relu;
import static dev.tenon.zoo.LayerBlocks.same;

import dev.tenon.layers.base.KerasTensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * ResNet 50, 101 and 152: stacks of bottlenecks around which a shortcut leads; in the second
 * version, normalised before each convolution instead of behind it.
 *
 * @see <a href="https://arxiv.org/abs/1512.03385">Deep Residual Learning for Image Recognition</a>
 * @see <a href="https://arxiv.org/abs/1603.05027">Identity Mappings in Deep Residual Networks</a>
 */
final class ResNet implements Architecture {
  private final boolean second;
  private final int[] blocks;

  private ResNet(boolean second, int... blocks) {
    this.second = second;
    this.blocks = blocks;
  }

  static List<Application> applications() {
    return IntStream.of(1, 2)
        .boxed()
        .flatMap(
            version ->
                List.of(
                    application("50", version == 2, 3, 4, 6, 3),
                    application("101", version == 2, 3, 4, 23, 3),
                    application("152", version == 2, 3, 8, 36, 3))
                    .stream())
        .toList();
  }

  private static Application application(String depth, boolean second, int... blocks) {
    return Application.of(
        "ResNet" + depth + (second ? "V2" : ""),
        "resnet" + depth + (second ? "v2" : ""),
        Sizes.of(224, 32),
        second ? Preprocessing.TF : Preprocessing.CAFFE,
        new ResNet(second, blocks));
  }

  @Override
  public KerasTensor build(KerasTensor input, ApplicationOptions options) {
    KerasTensor x = put(input, pad(3, 3), "conv1_pad");
    x = put(x, conv(64, 7).strides(pair(2)), "conv1_conv");
    if (!second) {
      x = put(x, normEps(), "conv1_bn");
      x = put(x, relu(), "conv1_relu");
    }
    x = put(x, pad(1, 1), "pool1_pad");
    x = put(x, maxPool(3, 2, "valid"), "pool1_pool");
    for (int stack = 0; stack < blocks.length; stack++) {
      x = second ? secondStack(x, stack) : firstStack(x, stack);
    }
    if (second) {
      x = put(x, normEps(), "post_bn");
      x = put(x, relu(), "post_relu");
    }
    return Tops.named(x, options);
  }

  private static long filters(int stack) {
    return 64L << stack;
  }

  private KerasTensor firstStack(KerasTensor input, int stack) {
    KerasTensor x = input;
    for (int block = 1; block <= blocks[stack]; block++) {
      String name = "conv" + (stack + 2) + "_block" + block;
      x = firstBlock(x, filters(stack), stack > 0 && block == 1 ? 2 : 1, block == 1, name);
    }
    return x;
  }

  private static KerasTensor firstBlock(
      KerasTensor input, long filters, long stride, boolean projects, String name) {
    KerasTensor shortcut = input;
    if (projects) {
      shortcut = put(input, conv(4 * filters, 1).strides(pair(stride)), name + "_0_conv");
      shortcut = put(shortcut, normEps(), name + "_0_bn");
    }
    KerasTensor x = put(input, conv(filters, 1).strides(pair(stride)), name + "_1_conv");
    x = put(x, normEps(), name + "_1_bn");
    x = put(x, relu(), name + "_1_relu");
    x = put(x, same(filters, 3), name + "_2_conv");
    x = put(x, normEps(), name + "_2_bn");
    x = put(x, relu(), name + "_2_relu");
    x = put(x, conv(4 * filters, 1), name + "_3_conv");
    x = put(x, normEps(), name + "_3_bn");
    return put(add(shortcut, x, name + "_add"), relu(), name + "_out");
  }

  private KerasTensor secondStack(KerasTensor input, int stack) {
    KerasTensor x = input;
    int count = blocks[stack];
    for (int block = 1; block <= count; block++) {
      String name = "conv" + (stack + 2) + "_block" + block;
      boolean halves = block == count && stack < blocks.length - 1;
      x = secondBlock(x, filters(stack), halves ? 2 : 1, block == 1, name);
    }
    return x;
  }

  private static KerasTensor secondBlock(
      KerasTensor input, long filters, long stride, boolean projects, String name) {
    KerasTensor preact = put(input, normEps(), name + "_preact_bn");
    preact = put(preact, relu(), name + "_preact_relu");
    KerasTensor shortcut = input;
    if (projects) {
      shortcut = put(preact, conv(4 * filters, 1).strides(pair(stride)), name + "_0_conv");
    } else if (stride > 1) {
      shortcut = put(input, maxPool(1, stride, "valid"), null);
    }
    KerasTensor x = put(preact, conv(filters, 1).useBias(false), name + "_1_conv");
    x = put(x, normEps(), name + "_1_bn");
    x = put(x, relu(), name + "_1_relu");
    x = put(x, pad(1, 1), name + "_2_pad");
    x = put(x, conv(filters, 3).strides(pair(stride)).useBias(false), name + "_2_conv");
    x = put(x, normEps(), name + "_2_bn");
    x = put(x, relu(), name + "_2_relu");
    x = put(x, conv(4 * filters, 1), name + "_3_conv");
    return add(shortcut, x, name + "_out");
  }
}
