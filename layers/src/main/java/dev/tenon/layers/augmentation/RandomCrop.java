package dev.tenon.layers.augmentation;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.augmentation.image.DrawnChange;
import dev.tenon.layers.augmentation.image.FactorRange;
import dev.tenon.layers.augmentation.image.ImageBatch;
import dev.tenon.layers.augmentation.image.SeededRandom;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.LegacyOption;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.ShortName;
import dev.tenon.layers.preprocessing.Resizing;
import dev.tenon.tensor.DType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Crops images at a random place in training, and at their center at inference.
 *
 * <p>Input (batch, height, width, channels) of known size; output of the given height and width.
 * All images of a batch are cropped at one place. Images smaller than the crop in one direction are
 * cropped to its proportions and resized. {@link LegacyOption#RESIZED_CROP} resizes at inference,
 * too.
 *
 * @see <a
 *     href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_crop/">Keras:
 *     RandomCrop</a>
 */
@ShortName({"height", "width"})
public record RandomCrop(
    @Default("channels_last") String dataFormat,
    @Default("1") long height,
    @Default("1") long width,
    @Nullable Long seed)
    implements Augmentation, RandomCropOptions {
  @Override
  public boolean casts(Call call) {
    return call.has(LegacyOption.RESIZED_CROP);
  }

  @Override
  public Value inference(Call call, Value x) {
    Resizing block =
        Resizing.DEFAULTS
            .height(height)
            .width(width)
            .cropToAspectRatio(true)
            .dataFormat(dataFormat);
    return casts(call) ? block.resize(call.ops(), x) : x;
  }

  @Override
  public DrawnChange draw(SeededRandom chance) {
    ImageBatch drawn = chance.images();
    long tall = drawn.x().shape().length(drawn.row());
    long wide = drawn.x().shape().length(drawn.column());
    if (tall < 0 || wide < 0) {
      throw new IllegalArgumentException(
          "RandomCrop needs images of known height and width in training, not "
              + drawn.x().shape());
    }
    if (tall <= height || wide <= width) {
      return images -> middle(images, tall, wide);
    }
    Ops ops = chance.ops();
    Value top = start(chance, tall - height);
    Value start = ops.concat(0, List.of(top, start(chance, wide - width)));
    return images -> cut(images, start, height, width);
  }

  private static Value start(SeededRandom chance, long most) {
    Value drawn = chance.uniform(new FactorRange(0, most + 1.0), DType.FLOAT32, Shape.of(1));
    return chance.ops().cast(drawn, DType.INT64);
  }

  private static Value cut(ImageBatch images, Value start, long tall, long wide) {
    Ops ops = images.ops();
    int row = images.row();
    Shape shape = images.x().shape().with(row, Dim.of(tall)).with(row + 1, Dim.of(wide));
    Value end = ops.add(start, ops.longs(tall, wide));
    Value axes = ops.longs(row, row + 1L);
    return ops.applyAs(shape, new Movement.Slice(), images.x(), start, end, axes);
  }

  /** Cuts and resizes as Keras does, which takes the block's size where it computed another. */
  private Value middle(ImageBatch images, long tall, long wide) {
    long high = Math.max(Math.min(tall, (long) ((double) (wide * height) / width)), 1);
    long broad = Math.max(Math.min(wide, (long) ((double) (tall * width) / height)), 1);
    long top = (tall - high) / 2;
    long left = (wide - broad) / 2;
    long rows = Math.min(height, tall - top);
    long columns = Math.min(width, wide - left);
    Value block = cut(images, images.ops().longs(top, left), rows, columns);
    Resizing whole = Resizing.DEFAULTS.height(height).width(width).dataFormat(dataFormat);
    return rows == height && columns == width ? block : whole.resize(images.ops(), block);
  }
}
