package dev.tenon.zoo;

import static dev.tenon.zoo.LayerBlocks.CHANNELS;
import static dev.tenon.zoo.LayerBlocks.activation;
import static dev.tenon.zoo.LayerBlocks.add;
import static dev.tenon.zoo.LayerBlocks.conv;
import static dev.tenon.zoo.LayerBlocks.correctPad;
import static dev.tenon.zoo.LayerBlocks.depthwise;
import static dev.tenon.zoo.LayerBlocks.divisible;
import static dev.tenon.zoo.LayerBlocks.norm;
import static dev.tenon.zoo.LayerBlocks.pair;
import static dev.tenon.zoo.LayerBlocks.put;
import static dev.tenon.zoo.LayerBlocks.sameNoBias;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.preprocessing.Normalization;
import dev.tenon.layers.preprocessing.Rescaling;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * EfficientNet B0 to B7: bottlenecks with squeezing, scaled in width, depth and image size.
 *
 * @see <a href="https://arxiv.org/abs/1905.11946">EfficientNet: Rethinking Model Scaling for
 *     Convolutional Neural Networks</a>
 */
final class EfficientNet implements Architecture {
  /**
   * Bottlenecks in a row.
   *
   * @param size of the kernels
   * @param repeats how many, before scaling
   * @param in channels that come in, before scaling
   * @param out channels that come out, before scaling
   * @param expand how many times wider they are inside
   * @param stride of the first one
   */
  private record Stage(long size, int repeats, long in, long out, long expand, long stride) {}

  private static final List<Stage> STAGES =
      List.of(
          new Stage(3, 1, 32, 16, 1, 1),
          new Stage(3, 2, 16, 24, 6, 2),
          new Stage(5, 2, 24, 40, 6, 2),
          new Stage(3, 3, 40, 80, 6, 2),
          new Stage(5, 3, 80, 112, 6, 1),
          new Stage(5, 4, 112, 192, 6, 2),
          new Stage(3, 1, 192, 320, 6, 1));

  private static final double DROP = 0.2;

  private final double width;
  private final double depth;
  private final double dropout;

  private EfficientNet(double width, double depth, double dropout) {
    this.width = width;
    this.depth = depth;
    this.dropout = dropout;
  }

  static List<Application> applications() {
    return List.of(
        application(0, 1.0, 1.0, 224, 0.2),
        application(1, 1.0, 1.1, 240, 0.2),
        application(2, 1.1, 1.2, 260, 0.3),
        application(3, 1.2, 1.4, 300, 0.3),
        application(4, 1.4, 1.8, 380, 0.4),
        application(5, 1.6, 2.2, 456, 0.4),
        application(6, 1.8, 2.6, 528, 0.5),
        application(7, 2.0, 3.1, 600, 0.5));
  }

  private static Application application(
      int number, double width, double depth, long size, double dropout) {
    return Application.of(
        "EfficientNetB" + number,
        "efficientnetb" + number,
        Sizes.of(size, 32),
        Preprocessing.INSIDE,
        new EfficientNet(width, depth, dropout));
  }

  @Override
  public KerasTensor build(KerasTensor input, ApplicationOptions options) {
    KerasTensor x = put(input, Rescaling.DEFAULTS.scale(1 / 255.0), null);
    x = put(x, Normalization.DEFAULTS.axis((long) CHANNELS), null);
    if (options.pretrained()) {
      // Keras' weights were made without this division; the layer has no weights itself.
      List<Double> roots =
          DoubleStream.of(0.229, 0.224, 0.225).mapToObj(std -> 1 / Math.sqrt(std)).toList();
      x = put(x, Rescaling.DEFAULTS.scale(roots), null);
    }
    x = put(x, correctPad(x, 3), "stem_conv_pad");
    x = put(x, MBConv.scaled(conv(filters(32), 3).useBias(false)).strides(pair(2)), "stem_conv");
    x = put(x, norm(CHANNELS), "stem_bn");
    x = put(x, activation("silu"), "stem_activation");
    int total = STAGES.stream().mapToInt(stage -> repeats(stage.repeats)).sum();
    int count = 0;
    for (int i = 0; i < STAGES.size(); i++) {
      Stage stage = STAGES.get(i);
      for (int j = 0; j < repeats(stage.repeats); j++) {
        long in = filters(j == 0 ? stage.in : stage.out);
        String name = MBConv.name(i, j);
        x = block(x, stage, in, j == 0 ? stage.stride : 1, DROP * count++ / total, name);
      }
    }
    x = put(x, MBConv.scaled(sameNoBias(filters(1280), 1)), "top_conv");
    x = put(x, norm(CHANNELS), "top_bn");
    x = put(x, activation("silu"), "top_activation");
    return MBConv.top(x, options, dropout, KerasObject.of("Zeros"));
  }

  private long filters(long base) {
    return divisible(base * width, 8);
  }

  private int repeats(int base) {
    return (int) Math.ceil(depth * base);
  }

  private KerasTensor block(
      KerasTensor input, Stage stage, long in, long stride, double drop, String name) {
    long out = filters(stage.out);
    KerasTensor x = input;
    if (stage.expand != 1) {
      x = put(x, MBConv.scaled(sameNoBias(in * stage.expand, 1)), name + "expand_conv");
      x = put(x, norm(CHANNELS), name + "expand_bn");
      x = put(x, activation("silu"), name + "expand_activation");
    }
    if (stride == 2) {
      x = put(x, correctPad(x, stage.size), name + "dwconv_pad");
    }
    x =
        put(
            x,
            MBConv.scaled(depthwise(stage.size, stride)).padding(stride == 2 ? "valid" : "same"),
            name + "dwconv");
    x = put(x, norm(CHANNELS), name + "bn");
    x = put(x, activation("silu"), name + "activation");
    x = MBConv.squeezed(x, in * stage.expand, in / 4, name);
    x = put(x, MBConv.scaled(sameNoBias(out, 1)), name + "project_conv");
    x = put(x, norm(CHANNELS), name + "project_bn");
    if (stride != 1 || in != out) {
      return x;
    }
    return add(MBConv.dropped(x, drop, name), input, name + "add");
  }
}
