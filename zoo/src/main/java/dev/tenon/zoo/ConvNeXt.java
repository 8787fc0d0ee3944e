package dev.tenon.zoo;

import static dev.tenon.zoo.LayerBlocks.activation;
import static dev.tenon.zoo.LayerBlocks.channels;
import static dev.tenon.zoo.LayerBlocks.conv;
import static dev.tenon.zoo.LayerBlocks.dense;
import static dev.tenon.zoo.LayerBlocks.pair;
import static dev.tenon.zoo.LayerBlocks.put;
import static dev.tenon.zoo.LayerBlocks.same;

import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.layers.core.LayerScale;
import dev.tenon.layers.functional.Functional;
import dev.tenon.layers.normalization.LayerNormalization;
import dev.tenon.layers.ops.KerasOp;
import dev.tenon.layers.pooling.GlobalAveragePooling2D;
import dev.tenon.layers.preprocessing.Normalization;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * ConvNeXt, tiny to extra large: convolutions arranged as the blocks of a transformer.
 *
 * @see <a href="https://arxiv.org/abs/2201.03545">A ConvNet for the 2020s</a>
 */
final class ConvNeXt implements Architecture {
  private static final int STAGES = 4;

  private final int middle;
  private final long width;

  private ConvNeXt(int middle, long width) {
    this.middle = middle;
    this.width = width;
  }

  static List<Application> applications() {
    return List.of(
        application("Tiny", 9, 96),
        application("Small", 27, 96),
        application("Base", 27, 128),
        application("Large", 27, 192),
        application("XLarge", 27, 256));
  }

  private static Application application(String size, int middle, long width) {
    return Application.of(
        "ConvNeXt" + size,
        "convnext_" + size.toLowerCase(Locale.ROOT),
        Sizes.of(224, 32),
        Preprocessing.INSIDE,
        new ConvNeXt(middle, width));
  }

  @Override
  public KerasTensor build(KerasTensor input, ApplicationOptions options) {
    String name = String.valueOf(options.name());
    KerasTensor x = input;
    if (options.includePreprocessing() && channels(x) == 3) {
      x = put(x, pixels(), name + "_prestem_normalization");
    }
    for (int stage = 0; stage < STAGES; stage++) {
      long filters = width << stage;
      x = stage == 0 ? stem(x, filters, name) : narrowed(x, stage - 1, filters, name);
      for (int block = 0; block < (stage == 2 ? middle : 3); block++) {
        x = block(x, filters, name + "_stage_" + stage + "_block_" + block);
      }
    }
    if (!options.includeTop()) {
      return put(Tops.pooled(x, options), fineNorm(), null);
    }
    x = put(x, GlobalAveragePooling2D.DEFAULTS, name + "_head_gap");
    x = put(x, fineNorm(), name + "_head_layernorm");
    return put(x, dense(options.classes(), options.classifierActivation()), name + "_head_dense");
  }

  private static Normalization pixels() {
    double[] means = {0.485, 0.456, 0.406};
    double[] deviations = {0.229, 0.224, 0.225};
    return Normalization.DEFAULTS
        .mean(List.of(means[0] * 255, means[1] * 255, means[2] * 255))
        .variance(
            List.of(
                Math.pow(deviations[0] * 255, 2),
                Math.pow(deviations[1] * 255, 2),
                Math.pow(deviations[2] * 255, 2)));
  }

  private static KerasTensor stem(KerasTensor x, long filters, String name) {
    LayerNode patches = conv(filters, 4).strides(pair(4)).named(name + "_stem_conv");
    return sequential(x, name + "_stem", patches, fineNorm().named(name + "_stem_layernorm"));
  }

  private static KerasTensor narrowed(KerasTensor x, int number, long filters, String name) {
    LayerNode norm = fineNorm().named(name + "_downsampling_layernorm_" + number);
    LayerNode halving =
        conv(filters, 2).strides(pair(2)).named(name + "_downsampling_conv_" + number);
    return sequential(x, name + "_downsampling_block_" + number, norm, halving);
  }

  /** Keras has these pairs of layers as models of their own. */
  private static KerasTensor sequential(
      KerasTensor x, String name, LayerNode first, LayerNode second) {
    KerasTensor start = Functional.of(Value.of(name + "_input", x.value().type()));
    KerasTensor end = second.apply(first.apply(start));
    NestedModel chain = Functional.model(name, List.of(start), Map.of(second.name(), end));
    NestedModel model = new NestedModel("Sequential", chain.graph(), List.of(first, second));
    return new LayerNode(name, model).apply(x);
  }

  private static KerasTensor block(KerasTensor input, long filters, String name) {
    KerasTensor x = put(input, same(filters, 7).groups(filters), name + "_depthwise_conv");
    x = put(x, fineNorm(), name + "_layernorm");
    x = put(x, dense(4 * filters, null), name + "_pointwise_conv_1");
    x = put(x, activation("gelu"), name + "_gelu");
    x = put(x, dense(filters, null), name + "_pointwise_conv_2");
    x = put(x, LayerScale.DEFAULTS.projectionDim(filters), name + "_layer_scale");
    x = put(x, activation("linear"), name + "_identity");
    return new KerasOp("Add", Map.of()).apply(input, x);
  }

  private static LayerNormalization fineNorm() {
    return LayerNormalization.DEFAULTS.epsilon(1e-6);
  }
}
