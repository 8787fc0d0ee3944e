package dev.tenon.layers.augmentation;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.augmentation.image.FactorRange;
import dev.tenon.layers.augmentation.image.LocalHistograms;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.DataFormat;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import dev.tenon.tensor.DType;
import java.util.List;

/**
 * Equalizes the histogram of each channel tile by tile (CLAHE), in training and at inference.
 *
 * <p>Counts above the clip limit are spread over all values. Between the centers of tiles the
 * results are interpolated. Input (batch, height, width, channels) or a single image, with known
 * height, width and channels; output of the same shape and type.
 *
 * @param clipLimit the largest count, as a multiple of the mean count of a tile's histogram; 0 or
 *     less is no limit
 * @param tileGridSize the numbers of rows and columns of tiles
 * @see <a href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/">Keras: image
 *     augmentation</a>
 */
@ShortName
public record ContrastLimitedAdaptiveHistogramEqualization(
    @Default("0.0, 255.0") List<Double> valueRange,
    @Default("4.0") double clipLimit,
    @Default("8, 8") List<Long> tileGridSize,
    @Default("channels_last") String dataFormat)
    implements Augmentation, ContrastLimitedAdaptiveHistogramEqualizationOptions {
  @Override
  public boolean draws() {
    return false;
  }

  @Override
  public List<Value> call(Weights weights, Call call, List<Value> inputs) {
    Ops ops = call.ops();
    Value given = inputs.get(0);
    boolean single = given.rank() == 3;
    if (inputs.size() != 1 || (!single && given.rank() != 4)) {
      throw new UnsupportedModelException(
          className() + " takes images of 3 or 4 axes alone, not " + given.shape());
    }
    boolean last = DataFormat.of(dataFormat).last();
    Value x = ops.cast(single ? ops.unsqueeze(given, 0) : given, DType.FLOAT32);
    x = last ? x : ops.transpose(x, 0, 2, 3, 1);
    for (int axis = 1; axis < 4; axis++) {
      if (x.shape().length(axis) < 1) {
        throw new UnsupportedModelException(
            className()
                + " needs a known height, width and number of channels, not "
                + given.shape()
                + ": give the model's input its lengths");
      }
    }
    FactorRange values = FactorRange.values(valueRange);
    boolean bytes = values.low() == 0 && values.span() == 255;
    if (!bytes) {
      x = ops.mul(ops.div(ops.add(x, -values.low()), ops.scalar(x, values.span())), 255);
    }
    Value y = new LocalHistograms(ops, x, clipLimit, tileGridSize).evened();
    if (!bytes) {
      y = ops.add(ops.mul(ops.div(y, ops.scalar(y, 255)), values.span()), values.low());
    }
    y = last ? y : ops.transpose(y, 0, 3, 1, 2);
    return List.of(ops.cast(single ? ops.squeeze(y, 0) : y, given.dtype()));
  }
}
