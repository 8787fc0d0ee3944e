package dev.tenon.layers.augmentation;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Unary;
import dev.tenon.layers.augmentation.image.DrawnChange;
import dev.tenon.layers.augmentation.image.FactorRange;
import dev.tenon.layers.augmentation.image.SeededRandom;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reduces the number of bits of each pixel in training.
 *
 * <p>Input (batch, height, width, channels); output of the same shape. Inference returns the input.
 *
 * @param factor the number of bits from 1 to 8: one exclusive upper bound, or both bounds
 * @see <a
 *     href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_posterization/">Keras:
 *     RandomPosterization</a>
 */
@ShortName("factor")
public record RandomPosterization(
    @Default("channels_last") String dataFormat,
    @Default("1.0") Object factor,
    @Default("0.0, 255.0") List<Double> valueRange,
    @Nullable Long seed)
    implements Augmentation, RandomPosterizationOptions {
  @Override
  public int idleDraws() {
    return FactorRange.of(factor, 1).span() == 0 ? 0 : 1;
  }

  @Override
  public DrawnChange draw(SeededRandom chance) {
    FactorRange bits = FactorRange.of(factor, 1);
    Ops ops = chance.ops();
    Value kept =
        bits.span() == 0
            ? ops.longs((long) bits.low())
            : chance.integers(DType.INT64, bits.low(), bits.high(), chance.images().each());
    float[] steps = new float[9];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = 1 << (8 - i);
    }
    Value step = ops.gather(ops.constant(Tensor.of(steps, steps.length)), kept, 0);
    FactorRange values = FactorRange.values(valueRange);
    return images -> {
      Value x = images.rescale(images.x(), values, FactorRange.BYTES);
      Value wide = ops.cast(step, x.dtype());
      Value whole = ops.mul(ops.apply(new Unary.Floor(), ops.div(x, wide)), wide);
      return images.rescale(whole, FactorRange.BYTES, values);
    };
  }
}
