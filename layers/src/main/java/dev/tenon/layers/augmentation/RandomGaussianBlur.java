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
 * In training, blurs images; at inference, hands images on.
 *
 * <p>{@code factor} is the chance, from 0 to 1 (the default): it is drawn anew for each image,
 * between two numbers or from 0 to one. {@code kernelSize} is odd, one number (3) or two; {@code
 * sigma} is drawn once a batch for each direction, between two numbers or from 0 to one (1).
 *
 * <p>{@code valueRange} holds the least and the greatest value of a pixel, 0 and 255.
 *
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/">Keras: image
 *     preprocessing</a>
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
