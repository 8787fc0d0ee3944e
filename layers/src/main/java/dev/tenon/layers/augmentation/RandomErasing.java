package dev.tenon.layers.augmentation;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
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
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Overwrites a rectangle of images in training.
 *
 * <p>Input (batch, height, width, channels); output of the same shape. Inference returns the input.
 *
 * @param factor the probability of the change from 0 to 1: both bounds, or the upper one
 * @param scale the bounds of the rectangle's part of the image
 * @param fillValue the value of erased pixels: a number, or one for each channel. Without one they
 *     are random.
 * @see <a
 *     href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_erasing/">Keras:
 *     RandomErasing</a>
 */
@ShortName(value = "factor", required = 0)
public record RandomErasing(
    @Default("channels_last") String dataFormat,
    @Default("1.0") Object factor,
    @Default("0.02, 0.33") Object scale,
    @Nullable Object fillValue,
    @Default("0.0, 255.0") List<Double> valueRange,
    @Nullable Long seed)
    implements Augmentation, RandomErasingOptions {
  @Override
  public boolean casts(Call call) {
    return true;
  }

  @Override
  public DrawnChange draw(SeededRandom chance) {
    Ops ops = chance.ops();
    ImageBatch drawn = chance.images();
    DType type = chance.compute();
    Shape pairs = Shape.of(drawn.x().shape().dim(0), Dim.of(2));
    Value sides = ops.sqrt(chance.uniform(FactorRange.of(scale, 0), type, pairs));
    BoundingBox.Side across = BoundingBox.draw(chance, drawn.column(), side(drawn, sides, 0));
    BoundingBox.Side down = BoundingBox.draw(chance, drawn.row(), side(drawn, sides, 1));
    Value likely = chance.uniform(FactorRange.of(factor, 0));
    Value chosen = ops.less(chance.uniform(FactorRange.UNIT), likely);
    Value paint = drawn.clip(paint(chance, type), FactorRange.values(valueRange));
    return images -> {
      Value inside = ops.and(new BoundingBox(across, down).inside(images), chosen);
      return images.choose(inside, paint, images.x());
    };
  }

  private static Value side(ImageBatch drawn, Value sides, int which) {
    Value one = drawn.ops().slice(sides, 1, which, which + 1L, 1);
    return drawn.ops().unsqueeze(one, 2, 3);
  }

  private Value paint(SeededRandom chance, DType type) {
    Ops ops = chance.ops();
    if (fillValue == null) {
      return ops.mul(chance.normal(type), FactorRange.values(valueRange).high());
    }
    if (fillValue instanceof Number number) {
      return ops.scalar(type, number.doubleValue());
    }
    if (fillValue instanceof List<?> list && list.size() == 3) {
      float[] numbers = new float[3];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = list.get(i) instanceof Number number ? number.floatValue() : 0;
      }
      return ops.cast(ops.constant(Tensor.of(numbers, 3)), type);
    }
    throw new IllegalArgumentException(
        "RandomErasing's fill_value is a number or three of them, not " + fillValue);
  }
}
