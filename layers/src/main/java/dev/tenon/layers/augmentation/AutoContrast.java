package dev.tenon.layers.augmentation;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Unary;
import dev.tenon.layers.augmentation.image.DrawnChange;
import dev.tenon.layers.augmentation.image.SeededRandom;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import java.util.List;

/**
 * Stretches each channel of an image to the whole value range, in training and at inference.
 *
 * <p>Input (batch, height, width, channels) or a single image; output of the same shape in the
 * layer's type. A channel of one value stays unchanged. As in Keras, a channel's range is taken
 * over the second and third axis in both data formats.
 *
 * @see <a
 *     href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/auto_contrast/">Keras:
 *     AutoContrast</a>
 */
@ShortName
public record AutoContrast(
    @Default("channels_last") String dataFormat, @Default("0.0, 255.0") List<Double> valueRange)
    implements Augmentation, AutoContrastOptions {
  @Override
  public boolean casts(Call call) {
    return true;
  }

  @Override
  public boolean draws() {
    return false;
  }

  @Override
  public Value inference(Call call, Value x) {
    return stretch(call.ops(), x);
  }

  private Value stretch(Ops ops, Value images) {
    if (valueRange.size() != 2) {
      throw new IllegalArgumentException(
          "value_range is the least and the greatest value of a pixel, not " + valueRange);
    }
    double least = valueRange.get(0);
    double span = valueRange.get(1) - least;
    boolean bytes = least == 0 && span == 255;
    Value x = images;
    if (!bytes) {
      x = ops.mul(ops.div(ops.sub(x, least), span), 255);
    }
    // Keras puts a batch around a single image.
    long row = x.rank() == 4 ? 1 : 0;
    Value low = ops.reduceMin(x, true, row, row + 1);
    Value high = ops.reduceMax(x, true, row, row + 1);
    Value scale = ops.div(ops.scalar(x, 255), ops.sub(high, low));
    Value y = ops.clip(ops.add(ops.mul(x, scale), ops.mul(ops.neg(low), scale)), 0, 255);
    if (!bytes) {
      y = ops.add(ops.mul(ops.div(y, 255), span), least);
    }
    return ops.where(ops.apply(new Unary.IsNaN(), y), images, y);
  }

  @Override
  public DrawnChange draw(SeededRandom chance) {
    return images -> stretch(images.ops(), images.x());
  }
}
