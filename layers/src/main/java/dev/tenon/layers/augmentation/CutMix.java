package dev.tenon.layers.augmentation;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.augmentation.image.BoundingBox;
import dev.tenon.layers.augmentation.image.DrawnChange;
import dev.tenon.layers.augmentation.image.FactorRange;
import dev.tenon.layers.augmentation.image.ImageBatch;
import dev.tenon.layers.augmentation.image.SeededRandom;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import dev.tenon.tensor.DType;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a rectangle of each image by that of another image in training.
 *
 * <p>Input (batch, height, width, channels); output of the same shape. Inference returns the input.
 * Labels stay unchanged, because a layer in a model takes images only, as in Keras.
 *
 * @param factor the bounds of both parameters of the beta distribution that gives the size: one
 *     upper bound, or two numbers
 * @see <a href="https://arxiv.org/abs/1905.04899">Yun et al., 2019</a>
 * @see <a
 *     href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/cut_mix/">Keras:
 *     CutMix</a>
 */
@ShortName(value = "factor", required = 0)
public record CutMix(
    @Default("channels_last") String dataFormat, @Default("1.0") Object factor, @Nullable Long seed)
    implements Augmentation, CutMixOptions {
  @Override
  public boolean casts(Call call) {
    return true;
  }

  @Override
  public DrawnChange draw(SeededRandom chance) {
    Ops ops = chance.ops();
    ImageBatch drawn = chance.images();
    DType type = chance.compute();
    Value alpha =
        ops.add(chance.uniform(FactorRange.of(factor, 0), type, Shape.of(1, 1, 1, 1)), 1e-6);
    Value side = ops.sqrt(ops.sub(1, chance.beta(type, alpha)));
    BoundingBox.Side across = BoundingBox.draw(chance, drawn.column(), side);
    BoundingBox.Side down = BoundingBox.draw(chance, drawn.row(), side);
    Value order = chance.order();
    return images -> {
      Value x = images.x();
      Value other = ops.applyAs(x.type(), new Indexing.Gather(0), x, order);
      return images.choose(new BoundingBox(across, down).inside(images), other, x);
    };
  }
}
