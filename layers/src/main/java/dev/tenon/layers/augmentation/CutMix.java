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
 * In training, pastes a rectangle of one image into another; at inference, hands images on.
 *
 * <p>The rectangle's size comes from a beta distribution whose two numbers are drawn between 0 and
 * {@code factor} (1), or between two numbers. In a model the layer is called with images only, and
 * labels stay as they are, as in Keras.
 *
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/">Keras: image
 *     preprocessing</a>
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
