package dev.tenon.layers.augmentation;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Indexing;
import dev.tenon.layers.augmentation.image.DrawnChange;
import dev.tenon.layers.augmentation.image.SeededRandom;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import dev.tenon.tensor.DType;
import org.jspecify.annotations.Nullable;

/**
 * In training, blends pairs of images; at inference, hands images on.
 *
 * <p>Each image is blended with another of its batch; how much of it stays comes from a beta
 * distribution with {@code alpha} (0.2) twice. In a model the layer is called with images only, and
 * labels stay as they are, as in Keras.
 *
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/">Keras: image
 *     preprocessing</a>
 */
@ShortName(value = "alpha", required = 0)
public record MixUp(
    @Default("channels_last") String dataFormat, @Default("0.2") double alpha, @Nullable Long seed)
    implements Augmentation, MixUpOptions {
  @Override
  public int idleDraws() {
    return 2;
  }

  @Override
  public DrawnChange draw(SeededRandom chance) {
    Ops ops = chance.ops();
    Value order = chance.order();
    Value share = chance.beta(DType.FLOAT32, ops.scalar(DType.FLOAT32, alpha));
    return images -> {
      Value x = images.x();
      Value weight = ops.cast(share, x.dtype());
      Value other = ops.applyAs(x.type(), new Indexing.Gather(0), x, order);
      return ops.add(ops.mul(weight, x), ops.mul(ops.sub(1, weight), other));
    };
  }
}
