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
 * Blends each image with another of its batch in training.
 *
 * <p>Input (batch, height, width, channels); output of the same shape. Inference returns the input.
 * Labels stay unchanged, because a layer in a model takes images only, as in Keras.
 *
 * @param alpha both parameters of the beta distribution of the blend
 * @see <a href="https://arxiv.org/abs/1710.09412">Zhang et al., 2017</a>
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/mix_up/">Keras:
 *     MixUp</a>
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
