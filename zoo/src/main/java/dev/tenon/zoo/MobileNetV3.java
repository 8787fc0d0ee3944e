package dev.tenon.zoo;

import static dev.tenon.zoo.LayerBlocks.activation;
import static dev.tenon.zoo.LayerBlocks.add;
import static dev.tenon.zoo.LayerBlocks.channels;
import static dev.tenon.zoo.LayerBlocks.correctPad;
import static dev.tenon.zoo.LayerBlocks.depthwise;
import static dev.tenon.zoo.LayerBlocks.divisible;
import static dev.tenon.zoo.LayerBlocks.pair;
import static dev.tenon.zoo.LayerBlocks.put;
import static dev.tenon.zoo.LayerBlocks.relu6;
import static dev.tenon.zoo.LayerBlocks.same;
import static dev.tenon.zoo.LayerBlocks.sameNoBias;
import static dev.tenon.zoo.MobileNetV2.slowNorm;

import dev.tenon.layers.activation.ReLU;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.merging.Multiply;
import dev.tenon.layers.ops.KerasOp;
import dev.tenon.layers.pooling.GlobalAveragePooling2D;
import dev.tenon.layers.preprocessing.Rescaling;
import dev.tenon.layers.regularization.Dropout;
import dev.tenon.layers.reshaping.Flatten;
import java.util.List;
import java.util.Map;

/**
 * MobileNet v3, large and small: the bottlenecks of v2 with squeezing and hard swish.
 *
 * @see <a href="https://arxiv.org/abs/1905.02244">Searching for MobileNetV3</a>
 */
final class MobileNetV3 implements Architecture {
  /**
   * A bottleneck.
   *
   * @param expansion how many times wider it is inside
   * @param filters at its end
   * @param wide whether its kernel is of five by five
   * @param stride of its depthwise convolution
   * @param squeezes whether channels are weighted by what the whole image says
   * @param swish whether its activation is hard swish
   */
  private record Bottleneck(
      double expansion, long filters, boolean wide, long stride, boolean squeezes, boolean swish) {}

  private static final List<Bottleneck> SMALL =
      List.of(
          new Bottleneck(1, 16, false, 2, true, false),
          new Bottleneck(72.0 / 16, 24, false, 2, false, false),
          new Bottleneck(88.0 / 24, 24, false, 1, false, false),
          new Bottleneck(4, 40, true, 2, true, true),
          new Bottleneck(6, 40, true, 1, true, true),
          new Bottleneck(6, 40, true, 1, true, true),
          new Bottleneck(3, 48, true, 1, true, true),
          new Bottleneck(3, 48, true, 1, true, true),
          new Bottleneck(6, 96, true, 2, true, true),
          new Bottleneck(6, 96, true, 1, true, true),
          new Bottleneck(6, 96, true, 1, true, true));

  private static final List<Bottleneck> LARGE =
      List.of(
          new Bottleneck(1, 16, false, 1, false, false),
          new Bottleneck(4, 24, false, 2, false, false),
          new Bottleneck(3, 24, false, 1, false, false),
          new Bottleneck(3, 40, true, 2, true, false),
          new Bottleneck(3, 40, true, 1, true, false),
          new Bottleneck(3, 40, true, 1, true, false),
          new Bottleneck(6, 80, false, 2, false, true),
          new Bottleneck(2.5, 80, false, 1, false, true),
          new Bottleneck(2.3, 80, false, 1, false, true),
          new Bottleneck(2.3, 80, false, 1, false, true),
          new Bottleneck(6, 112, false, 1, true, true),
          new Bottleneck(6, 112, false, 1, true, true),
          new Bottleneck(6, 160, true, 2, true, true),
          new Bottleneck(6, 160, true, 1, true, true),
          new Bottleneck(6, 160, true, 1, true, true));

  private final List<Bottleneck> bottlenecks;
  private final long lastFilters;

  private MobileNetV3(List<Bottleneck> bottlenecks, long lastFilters) {
    this.bottlenecks = bottlenecks;
    this.lastFilters = lastFilters;
  }

  static List<Application> applications() {
    return List.of(
        application("MobileNetV3Small", new MobileNetV3(SMALL, 1024)),
        application("MobileNetV3Large", new MobileNetV3(LARGE, 1280)));
  }

  private static Application application(String name, MobileNetV3 architecture) {
    return Application.of(name, name, Sizes.of(224, 32).open(), Preprocessing.INSIDE, architecture);
  }

  @Override
  public KerasTensor build(KerasTensor input, ApplicationOptions options) {
    KerasTensor x = input;
    if (options.includePreprocessing()) {
      x = put(x, new Rescaling(1 / 127.5, -1.0), null);
    }
    boolean swish = !options.minimalistic();
    x = put(x, sameNoBias(16, 3).strides(pair(2)), "conv");
    x = put(x, slowNorm(), "conv_bn");
    x = active(x, swish);
    for (int i = 0; i < bottlenecks.size(); i++) {
      x = bottleneck(x, i, bottlenecks.get(i), options);
    }
    x = put(x, sameNoBias(divisible(channels(x) * 6.0, 8), 1), "conv_1");
    x = put(x, slowNorm(), "conv_1_bn");
    x = active(x, swish);
    return options.includeTop()
        ? top(x, options, swish)
        : Tops.pooled(x, options, "avg_pool", "max_pool");
  }

  private KerasTensor top(KerasTensor input, ApplicationOptions options, boolean swish) {
    double alpha = options.alpha();
    KerasTensor x = put(input, GlobalAveragePooling2D.DEFAULTS.keepdims(true), null);
    x = put(x, same(alpha > 1 ? divisible(lastFilters * alpha, 8) : lastFilters, 1), "conv_2");
    x = active(x, swish);
    Double given = options.dropout();
    double rate = given == null ? 0.2 : given;
    if (rate > 0) {
      x = put(x, Dropout.DEFAULTS.rate(rate), null);
    }
    x = put(x, same(options.classes(), 1), "logits");
    x = put(x, Flatten.DEFAULTS, null);
    return put(x, activation(options.classifierActivation()), "predictions");
  }

  private static KerasTensor bottleneck(
      KerasTensor input, int block, Bottleneck shape, ApplicationOptions options) {
    String prefix = block == 0 ? "expanded_conv_" : "expanded_conv_" + block + "_";
    long incoming = channels(input);
    long inner = divisible(incoming * shape.expansion, 8);
    boolean swish = shape.swish && !options.minimalistic();
    KerasTensor x = input;
    if (block > 0) {
      x = put(x, sameNoBias(inner, 1), prefix + "expand");
      x = put(x, slowNorm(), prefix + "expand_bn");
      x = active(x, swish);
    }
    long size = shape.wide && !options.minimalistic() ? 5 : 3;
    if (shape.stride == 2) {
      x = put(x, correctPad(x, size), prefix + "depthwise_pad");
    }
    x =
        put(
            x,
            depthwise(size, shape.stride).padding(shape.stride == 1 ? "same" : "valid"),
            prefix + "depthwise");
    x = put(x, slowNorm(), prefix + "depthwise_bn");
    x = active(x, swish);
    if (shape.squeezes && !options.minimalistic()) {
      x = squeezed(x, inner, prefix + "squeeze_excite_");
    }
    long filters = divisible(shape.filters * options.alpha(), 8);
    x = put(x, sameNoBias(filters, 1), prefix + "project");
    x = put(x, slowNorm(), prefix + "project_bn");
    return shape.stride == 1 && incoming == filters ? add(input, x, prefix + "add") : x;
  }

  private static KerasTensor squeezed(KerasTensor input, long filters, String prefix) {
    KerasTensor x = put(input, GlobalAveragePooling2D.DEFAULTS.keepdims(true), prefix + "avg_pool");
    x = put(x, same(divisible(filters * 0.25, 8), 1), prefix + "conv");
    x = put(x, ReLU.DEFAULTS, prefix + "relu");
    x = put(x, same(filters, 1), prefix + "conv_1");
    x = hardSigmoid(x);
    return Multiply.DEFAULTS.named(prefix + "mul").apply(List.of(input, x));
  }

  /** Two operations and a rectifier: what Keras' model has here too. */
  private static KerasTensor hardSigmoid(KerasTensor x) {
    KerasTensor shifted = withNumber("Add", x, 3.0);
    return withNumber("Multiply", put(shifted, relu6(), null), 1.0 / 6.0);
  }

  private static KerasTensor withNumber(String operation, KerasTensor x, double number) {
    return new KerasOp(operation, Map.of()).applyAll(List.of(x), Map.of("x2", number)).get(0);
  }

  private static KerasTensor active(KerasTensor x, boolean swish) {
    return swish ? put(x, activation("hard_silu"), null) : put(x, ReLU.DEFAULTS, null);
  }
}
