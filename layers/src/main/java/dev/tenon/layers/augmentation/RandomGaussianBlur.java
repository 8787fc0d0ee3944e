package dev.tenon.layers.augmentation;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.augmentation.image.DrawnChange;
import dev.tenon.layers.augmentation.image.FactorRange;
import dev.tenon.layers.augmentation.image.ImageFilter;
import dev.tenon.layers.augmentation.image.SeededRandom;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Blurs images in training.
 *
 * <p>Input (batch, height, width, channels); output of the same shape. Inference returns the input.
 *
 * @param factor the probability of the change from 0 to 1: both bounds, or the upper one
 * @param kernelSize the size of the kernel: one odd number, or two
 * @param sigma the standard deviation of the kernel in pixels, drawn for the batch: both bounds, or
 *     the upper one
 * @see <a
 *     href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_gaussian_blur/">Keras:
 *     RandomGaussianBlur</a>
 */
@ShortName(value = "factor", required = 0)
public record RandomGaussianBlur(
    @Default("channels_last") String dataFormat,
    @Default("1.0") Object factor,
    @Default("3") Object kernelSize,
    @Default("1.0") Object sigma,
    @Default("0.0, 255.0") List<Double> valueRange,
    @Nullable Long seed)
    implements Augmentation, RandomGaussianBlurOptions {
  @Override
  public boolean casts(Call call) {
    return true;
  }

  @Override
  public DrawnChange draw(SeededRandom chance) {
    Ops ops = chance.ops();
    Value likely = chance.uniform(FactorRange.of(factor, 0));
    Value chosen = ops.less(chance.uniform(FactorRange.UNIT), likely);
    Value drawn = chance.uniform(FactorRange.of(sigma, 0), chance.compute(), Shape.of(2));
    Value sigmas = ops.add(drawn, 1e-6);
    return images -> {
      Value x = images.x();
      Value kernel = ImageFilter.gaussian(ops, size(0), size(1), ops.cast(sigmas, x.dtype()));
      Value blurred = images.choose(chosen, images.filter(kernel), x);
      return images.clip(blurred, FactorRange.values(valueRange));
    };
  }

  private long size(int which) {
    Object given = kernelSize instanceof List<?> list ? list.get(which) : kernelSize;
    if (given instanceof Number number && number.longValue() % 2 == 1) {
      return number.longValue();
    }
    throw new IllegalArgumentException(
        "RandomGaussianBlur's kernel_size is odd, one number or two, not " + kernelSize);
  }
}
