package dev.tenon.zoo;

import static dev.tenon.zoo.LayerBlocks.activation;
import static dev.tenon.zoo.LayerBlocks.depthwise;
import static dev.tenon.zoo.LayerBlocks.norm;
import static dev.tenon.zoo.LayerBlocks.pad;
import static dev.tenon.zoo.LayerBlocks.pair;
import static dev.tenon.zoo.LayerBlocks.put;
import static dev.tenon.zoo.LayerBlocks.relu6;
import static dev.tenon.zoo.LayerBlocks.same;
import static dev.tenon.zoo.LayerBlocks.sameNoBias;

import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.pooling.GlobalAveragePooling2D;
import dev.tenon.layers.regularization.Dropout;
import dev.tenon.layers.reshaping.Reshape;
import java.util.List;

/**
 * MobileNet: depthwise convolutions of three by three, each followed by one of one by one.
 *
 * @see <a href="https://arxiv.org/abs/1704.04861">MobileNets: Efficient Convolutional Neural
 *     Networks for Mobile Vision Applications</a>
 */
final class MobileNet implements Architecture {
  private static final long AXIS = -1;
  private static final long[] FILTERS = {
    64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024
  };
  private static final List<Integer> HALVING = List.of(2, 4, 6, 12);

  private MobileNet() {}

  static List<Application> applications() {
    return List.of(
        Application.of(
            "MobileNet",
            "mobilenet",
            Sizes.of(224, 32).alternatives(128, 160, 192, 224),
            Preprocessing.TF,
            new MobileNet()));
  }

  @Override
  public String modelName(String name, String rows, ApplicationOptions options) {
    return Sizes.nameWithAlpha(name, rows, options);
  }

  @Override
  public KerasTensor build(KerasTensor input, ApplicationOptions options) {
    long first = (long) (32 * options.alpha());
    KerasTensor x = put(input, sameNoBias(first, 3).strides(pair(2)), "conv1");
    x = put(x, norm(AXIS), "conv1_bn");
    x = put(x, relu6(), "conv1_relu");
    for (int block = 1; block <= FILTERS.length; block++) {
      x = block(x, block, options);
    }
    if (!options.includeTop()) {
      return Tops.pooled(x, options);
    }
    Double rate = options.dropout();
    x = put(x, GlobalAveragePooling2D.DEFAULTS.keepdims(true), null);
    x = put(x, Dropout.DEFAULTS.rate(rate == null ? 0.001 : rate), "dropout");
    x = put(x, same(options.classes(), 1), "conv_preds");
    x = put(x, new Reshape(List.of(options.classes())), "reshape_2");
    return put(x, activation(options.classifierActivation()), "predictions");
  }

  private static KerasTensor block(KerasTensor input, int block, ApplicationOptions options) {
    boolean halves = HALVING.contains(block);
    KerasTensor x = halves ? put(input, pad(0, 1), "conv_pad_" + block) : input;
    x =
        put(
            x,
            depthwise(3, halves ? 2 : 1)
                .padding(halves ? "valid" : "same")
                .depthMultiplier(options.depthMultiplier()),
            "conv_dw_" + block);
    x = put(x, norm(AXIS), "conv_dw_" + block + "_bn");
    x = put(x, relu6(), "conv_dw_" + block + "_relu");
    x = put(x, sameNoBias((long) (FILTERS[block - 1] * options.alpha()), 1), "conv_pw_" + block);
    x = put(x, norm(AXIS), "conv_pw_" + block + "_bn");
    return put(x, relu6(), "conv_pw_" + block + "_relu");
  }
}
