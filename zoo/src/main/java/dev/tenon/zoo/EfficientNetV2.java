package dev.tenon.zoo;

import static dev.tenon.zoo.LayerBlocks.CHANNELS;
import static dev.tenon.zoo.LayerBlocks.activation;
import static dev.tenon.zoo.LayerBlocks.add;
import static dev.tenon.zoo.LayerBlocks.channels;
import static dev.tenon.zoo.LayerBlocks.depthwise;
import static dev.tenon.zoo.LayerBlocks.norm;
import static dev.tenon.zoo.LayerBlocks.pair;
import static dev.tenon.zoo.LayerBlocks.put;
import static dev.tenon.zoo.LayerBlocks.roundedTo;
import static dev.tenon.zoo.LayerBlocks.sameNoBias;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.normalization.BatchNormalization;
import dev.tenon.layers.preprocessing.Normalization;
import dev.tenon.layers.preprocessing.Rescaling;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * EfficientNet v2, B0 to B3, S, M and L: early bottlenecks with one full convolution in place of a
 * depthwise and a narrow one.
 *
 * @see <a href="https://arxiv.org/abs/2104.00298">EfficientNetV2: Smaller Models and Faster
 *     Training</a>
 */
final class EfficientNetV2 implements Architecture {
  /**
   * Bottlenecks in a row.
   *
   * @param fused whether one full convolution does it
   * @param repeats how many, before scaling
   * @param in channels that come in, before scaling
   * @param out channels that come out, before scaling
   * @param expand how many times wider they are inside
   * @param stride of the first one
   */
  private record Stage(boolean fused, int repeats, long in, long out, long expand, long stride) {}

  private static final List<Stage> B =
      List.of(
          new Stage(true, 1, 32, 16, 1, 1),
          new Stage(true, 2, 16, 32, 4, 2),
          new Stage(true, 2, 32, 48, 4, 2),
          new Stage(false, 3, 48, 96, 4, 2),
          new Stage(false, 5, 96, 112, 6, 1),
          new Stage(false, 8, 112, 192, 6, 2));

  private static final List<Stage> S =
      List.of(
          new Stage(true, 2, 24, 24, 1, 1),
          new Stage(true, 4, 24, 48, 4, 2),
          new Stage(true, 4, 48, 64, 4, 2),
          new Stage(false, 6, 64, 128, 4, 2),
          new Stage(false, 9, 128, 160, 6, 1),
          new Stage(false, 15, 160, 256, 6, 2));

  private static final List<Stage> M =
      List.of(
          new Stage(true, 3, 24, 24, 1, 1),
          new Stage(true, 5, 24, 48, 4, 2),
          new Stage(true, 5, 48, 80, 4, 2),
          new Stage(false, 7, 80, 160, 4, 2),
          new Stage(false, 14, 160, 176, 6, 1),
          new Stage(false, 18, 176, 304, 6, 2),
          new Stage(false, 5, 304, 512, 6, 1));

  private static final List<Stage> L =
      List.of(
          new Stage(true, 4, 32, 32, 1, 1),
          new Stage(true, 7, 32, 64, 4, 2),
          new Stage(true, 7, 64, 96, 4, 2),
          new Stage(false, 10, 96, 192, 4, 2),
          new Stage(false, 19, 192, 224, 6, 1),
          new Stage(false, 25, 224, 384, 6, 2),
          new Stage(false, 7, 384, 640, 6, 1));

  private static final double DROP = 0.2;

  private final List<Stage> stages;
  private final double width;
  private final double depth;

  private EfficientNetV2(List<Stage> stages, double width, double depth) {
    this.stages = stages;
    this.width = width;
    this.depth = depth;
  }

  static List<Application> applications() {
    return List.of(
        application("B0", B, 1.0, 1.0, 224),
        application("B1", B, 1.0, 1.1, 240),
        application("B2", B, 1.1, 1.2, 260),
        application("B3", B, 1.2, 1.4, 300),
        application("S", S, 1.0, 1.0, 384),
        application("M", M, 1.0, 1.0, 480),
        application("L", L, 1.0, 1.0, 480));
  }

  private static Application application(
      String size, List<Stage> stages, double width, double depth, long image) {
    return Application.of(
        "EfficientNetV2" + size,
        "efficientnetv2-" + size.toLowerCase(Locale.ROOT),
        Sizes.of(image, 32),
        Preprocessing.INSIDE,
        new EfficientNetV2(stages, width, depth));
  }

  @Override
  public KerasTensor build(KerasTensor input, ApplicationOptions options) {
    KerasTensor x = options.includePreprocessing() ? scaled(input, options) : input;
    long first = filters(stages.get(0).in);
    x = put(x, MBConv.scaled(sameNoBias(first, 3)).strides(pair(2)), "stem_conv");
    x = put(x, quickNorm(), "stem_bn");
    x = put(x, activation("silu"), "stem_activation");
    // Keras counts the blocks before scaling their number.
    int total = stages.stream().mapToInt(Stage::repeats).sum();
    int count = 0;
    for (int i = 0; i < stages.size(); i++) {
      Stage stage = stages.get(i);
      int repeats = (int) Math.ceil(depth * stage.repeats);
      for (int j = 0; j < repeats; j++) {
        long in = filters(j == 0 ? stage.in : stage.out);
        long stride = j == 0 ? stage.stride : 1;
        double drop = DROP * count++ / total;
        String name = MBConv.name(i, j);
        KerasTensor y =
            stage.fused ? fused(x, stage, in, stride, name) : separated(x, stage, in, stride, name);
        boolean skips = stride == 1 && in == filters(stage.out);
        x = skips ? add(MBConv.dropped(y, drop, name), x, name + "add") : y;
      }
    }
    x = put(x, MBConv.scaled(sameNoBias(filters(1280), 1)), "top_conv");
    x = put(x, quickNorm(), "top_bn");
    x = put(x, activation("silu"), "top_activation");
    return MBConv.top(x, options, 0.2, new KerasObject("Constant", Map.of("value", 0.0)));
  }

  /** The networks named B were trained on normalised images, the others on -1 to 1. */
  private static KerasTensor scaled(KerasTensor input, ApplicationOptions options) {
    if (!namedB(String.valueOf(options.name())) || channels(input) != 3) {
      return put(input, new Rescaling(1 / 128.0, -1L), null);
    }
    KerasTensor x = put(input, Rescaling.DEFAULTS.scale(1 / 255.0), null);
    Normalization moments =
        Normalization.DEFAULTS
            .axis((long) CHANNELS)
            .mean(List.of(0.485, 0.456, 0.406))
            .variance(List.of(0.229 * 0.229, 0.224 * 0.224, 0.225 * 0.225));
    return put(x, moments, null);
  }

  /** Keras goes by the model's name, also where the user chose it. */
  private static boolean namedB(String name) {
    return name.substring(name.lastIndexOf('-') + 1).startsWith("b");
  }

  private long filters(long base) {
    return roundedTo(base * width, 8);
  }

  private static BatchNormalization quickNorm() {
    return norm(CHANNELS).momentum(0.9);
  }

  private KerasTensor separated(KerasTensor input, Stage stage, long in, long stride, String name) {
    KerasTensor x = input;
    if (stage.expand != 1) {
      x = put(x, MBConv.scaled(sameNoBias(in * stage.expand, 1)), name + "expand_conv");
      x = put(x, quickNorm(), name + "expand_bn");
      x = put(x, activation("silu"), name + "expand_activation");
    }
    x = put(x, MBConv.scaled(depthwise(3, stride)), name + "dwconv2");
    x = put(x, quickNorm(), name + "bn");
    x = put(x, activation("silu"), name + "activation");
    x = MBConv.squeezed(x, in * stage.expand, in / 4, name);
    x = put(x, MBConv.scaled(sameNoBias(filters(stage.out), 1)), name + "project_conv");
    return put(x, quickNorm(), name + "project_bn");
  }

  private KerasTensor fused(KerasTensor input, Stage stage, long in, long stride, String name) {
    long out = filters(stage.out);
    if (stage.expand == 1) {
      KerasTensor x =
          put(
              input,
              MBConv.scaled(sameNoBias(out, 3)).strides(pair(stride)),
              name + "project_conv");
      x = put(x, quickNorm(), name + "project_bn");
      return put(x, activation("silu"), name + "project_activation");
    }
    KerasTensor x =
        put(
            input,
            MBConv.scaled(sameNoBias(in * stage.expand, 3)).strides(pair(stride)),
            name + "expand_conv");
    x = put(x, quickNorm(), name + "expand_bn");
    x = put(x, activation("silu"), name + "expand_activation");
    x = put(x, MBConv.scaled(sameNoBias(out, 1)), name + "project_conv");
    return put(x, quickNorm(), name + "project_bn");
  }
}
