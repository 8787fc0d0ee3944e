package dev.tenon.zoo;

import static dev.tenon.zoo.LayerBlocks.dense;
import static dev.tenon.zoo.LayerBlocks.maxPool;
import static dev.tenon.zoo.LayerBlocks.put;
import static dev.tenon.zoo.LayerBlocks.same;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.reshaping.Flatten;
import java.util.List;
import java.util.Locale;

/**
 * VGG 16 and 19: five blocks of plain convolutions, and three dense layers.
 *
 * @see <a href="https://arxiv.org/abs/1409.1556">Very Deep Convolutional Networks for Large-Scale
 *     Image Recognition</a>
 */
final class VGG implements Architecture {
  private final int deep;

  private VGG(int deep) {
    this.deep = deep;
  }

  static List<Application> applications() {
    return List.of(application("VGG16", 3), application("VGG19", 4));
  }

  private static Application application(String name, int deep) {
    return Application.of(
        name, name.toLowerCase(Locale.ROOT), Sizes.of(224, 32), Preprocessing.CAFFE, new VGG(deep));
  }

  @Override
  public KerasTensor build(KerasTensor input, ApplicationOptions options) {
    KerasTensor x = input;
    for (int block = 1; block <= 5; block++) {
      long filters = Math.min(512, 32L << block);
      int count = block <= 2 ? 2 : deep;
      for (int i = 1; i <= count; i++) {
        x =
            put(
                x,
                same(filters, 3).activation(KerasObject.of("relu")),
                "block" + block + "_conv" + i);
      }
      x = put(x, maxPool(2, 2, "valid"), "block" + block + "_pool");
    }
    if (!options.includeTop()) {
      return Tops.pooled(x, options);
    }
    x = put(x, Flatten.DEFAULTS, "flatten");
    x = put(x, dense(4096, "relu"), "fc1");
    x = put(x, dense(4096, "relu"), "fc2");
    return Tops.classifier(x, options);
  }
}
