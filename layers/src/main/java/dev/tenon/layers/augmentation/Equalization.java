package dev.tenon.layers.augmentation;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.augmentation.image.DrawnChange;
import dev.tenon.layers.augmentation.image.FactorRange;
import dev.tenon.layers.augmentation.image.SeededRandom;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Equalizes the histogram of each channel in training.
 *
 * <p>As in Keras, the histogram is that of the whole batch. Input (batch, height, width, channels);
 * output of the same shape. Inference returns the input.
 *
 * @param bins the number of bins of the histogram
 * @see <a
 *     href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/equalization/">Keras:
 *     Equalization</a>
 */
@ShortName
public record Equalization(
    @Default("channels_last") String dataFormat,
    @Default("0.0, 255.0") List<Double> valueRange,
    @Default("256") long bins)
    implements Augmentation, EqualizationOptions {
  @Override
  public boolean draws() {
    return false;
  }

  @Override
  public DrawnChange draw(SeededRandom chance) {
    return images -> {
      Ops ops = images.ops();
      int axis = images.channel();
      long count = images.x().shape().length(axis);
      if (count < 0) {
        throw new IllegalArgumentException(
            "Equalization needs a known number of channels, not " + images.x().shape());
      }
      List<Value> channels = new ArrayList<>();
      for (long i = 0; i < count; i++) {
        channels.add(even(ops, ops.slice(images.x(), axis, i, i + 1, 1)));
      }
      return ops.concat(axis, channels);
    };
  }

  private Value even(Ops ops, Value given) {
    FactorRange values = FactorRange.values(valueRange);
    double scale = 255 / values.span();
    Value channel = ops.add(ops.mul(given, scale), -values.low() * scale);
    Value counts = counts(ops, channel);
    Value sums = ops.apply(new Reduction.CumSum(0, 0), counts, ops.scalar(DType.INT64, 0));
    Value zero = ops.scalar(DType.FLOAT64, 0);
    Value most = ops.reduceMax(sums, true, 0);
    Value least = ops.reduceMin(ops.where(ops.greater(sums, zero), sums, most), true, 0);
    Value span = ops.sub(most, least);
    Value one = ops.scalar(DType.FLOAT64, 1);
    Value above = ops.div(ops.mul(ops.sub(sums, least), 255), ops.max(span, one));
    Value table = ops.clip(ops.apply(new Unary.Round(), above), 0, 255);
    Value place = position(ops, ops.mul(ops.div(channel, 255), bins - 1.0));
    Value wide = ops.cast(channel, DType.FLOAT64);
    // One value alone has nothing to be spread over.
    Value spread = ops.where(ops.greater(span, zero), ops.gather(table, place, 0), wide);
    double back = values.span() / 255;
    return ops.cast(ops.add(ops.mul(spread, back), values.low()), given.dtype());
  }

  private Value counts(Ops ops, Value channel) {
    Value flat = ops.reshape(channel, Shape.of(Dim.unknown()));
    Value place = position(ops, ops.div(ops.mul(flat, bins - 1.0), 255));
    Value ones = ops.add(ops.mul(ops.cast(flat, DType.FLOAT64), 0), 1);
    Value none = ops.constant(Tensor.of(new double[Math.toIntExact(bins)], bins));
    return ops.apply(new Indexing.ScatterElements(0, "add"), none, place, ones);
  }

  private Value position(Ops ops, Value x) {
    return ops.cast(ops.clip(x, 0, bins - 1.0), DType.INT64);
  }
}
