package dev.tenon.layers.augmentation.image;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;

/**
 * The source position of each pixel under an elastic transformation: smoothed noise around its own.
 *
 * <p>The vertical and the horizontal offset are equal, because Keras draws both with one seed.
 *
 * @param ops the operators to compute with
 * @param offset the distance from the pixel's own position, (batch, height, width)
 */
public record Displacement(Ops ops, Value offset) {
  private static final double FAR = 0.1;
  private static final double WIDE = 0.05;

  /**
   * Draws the noise.
   *
   * @param strength a scalar, at most {@code most}
   */
  public static Displacement draw(SeededRandom chance, Value strength, double most) {
    Ops ops = chance.ops();
    ImageBatch drawn = chance.images();
    long tall = drawn.x().shape().length(drawn.row());
    long wide = drawn.x().shape().length(drawn.column());
    if (tall < 0 || wide < 0) {
      throw new IllegalArgumentException(
          "RandomElasticTransform needs images of known height and width in training, not "
              + drawn.x().shape());
    }
    double less = (double) Math.min(tall, wide);
    Value alpha = ops.mul(ops.mul(strength, FAR), (double) Math.max(tall, wide));
    Value sigma = ops.mul(ops.mul(strength, WIDE), less);
    Shape area = Shape.of(drawn.x().shape().dim(0), Dim.of(tall), Dim.of(wide));
    Value noise = ops.mul(chance.normal(chance.compute(), area), sigma);
    Value bell = bell(ops, sigma, (long) (WIDE * most * less));
    Value kernel = ops.mul(ops.unsqueeze(bell, 1), ops.unsqueeze(bell, 0));
    Value smooth = new ImageBatch(ops, ops.unsqueeze(noise, 3), true).filter(kernel);
    return new Displacement(ops, ops.mul(ops.squeeze(smooth, 3), alpha));
  }

  /**
   * Returns a Gaussian that is cut off at three times the whole part of its width, in as many
   * numbers as the widest one needs.
   */
  private static Value bell(Ops ops, Value sigma, long widest) {
    float[] places = new float[Math.toIntExact(6 * widest + 1)];
    for (int i = 0; i < places.length; i++) {
      places[i] = i - 3f * widest;
    }
    Value x = ops.cast(ops.constant(Tensor.of(places, places.length)), sigma.dtype());
    Value far = ops.div(x, ops.max(sigma, Float.MIN_NORMAL));
    Value high = ops.exp(ops.mul(ops.mul(far, far), -0.5));
    Value end = ops.mul(ops.apply(new Unary.Floor(), sigma), 3);
    Value cut = ops.mul(high, ops.cast(ops.lessOrEqual(ops.abs(x), end), high.dtype()));
    return ops.div(cut, ops.reduceSum(cut, true, 0));
  }

  /** Reads the pixels at their source positions. */
  public Value apply(ImageBatch images, String fillMode, double fillValue, boolean nearest) {
    Value x = images.channelsLast();
    long tall = offset.shape().length(1);
    long wide = offset.shape().length(2);
    Value down = ops.add(offset, places(tall, 1));
    Value right = ops.add(offset, places(wide, 2));
    Value sum = null;
    for (Side row : sides(down, nearest)) {
      for (Side column : sides(right, nearest)) {
        Value read = read(x, row.place(), column.place(), fillMode, fillValue);
        Value weight = ops.unsqueeze(ops.mul(row.weight(), column.weight()), 3);
        Value part = ops.mul(weight, read);
        sum = sum == null ? part : ops.add(sum, part);
      }
    }
    return images.original(sum == null ? x : sum);
  }

  /** Returns 0, 1, 2 … along an axis of (batch, h, w). */
  private Value places(long length, int axis) {
    float[] numbers = new float[Math.toIntExact(length)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i;
    }
    long[] shape = {1, 1, 1};
    shape[axis] = length;
    return ops.cast(ops.constant(Tensor.of(numbers, shape)), offset.dtype());
  }

  /** A pixel beside the place to read from, and how much it counts. */
  private record Side(Value place, Value weight) {}

  private List<Side> sides(Value at, boolean nearest) {
    if (nearest) {
      Value whole = ops.apply(new Unary.Round(), at);
      return List.of(new Side(whole, ops.add(ops.mul(at, 0), 1)));
    }
    Value lower = ops.apply(new Unary.Floor(), at);
    Value more = ops.sub(at, lower);
    return List.of(new Side(lower, ops.sub(1, more)), new Side(ops.add(lower, 1), more));
  }

  private Value read(Value x, Value row, Value column, String fillMode, double fillValue) {
    double tall = (double) offset.shape().length(1);
    double wide = (double) offset.shape().length(2);
    Value rows = ops.cast(inside(row, tall, fillMode), DType.INT64);
    Value columns = ops.cast(inside(column, wide, fillMode), DType.INT64);
    Value places = ops.concat(3, List.of(ops.unsqueeze(rows, 3), ops.unsqueeze(columns, 3)));
    Value read = ops.applyAs(x.type(), new Indexing.GatherND(1), x, places);
    if (!fillMode.equals("constant")) {
      return read;
    }
    Value valid = ops.unsqueeze(ops.and(within(row, tall), within(column, wide)), 3);
    return ops.where(valid, read, ops.scalar(read, fillValue));
  }

  private Value within(Value place, double length) {
    return ops.and(
        ops.greaterOrEqual(place, ops.scalar(place, 0)),
        ops.less(place, ops.scalar(place, length)));
  }

  /** Returns a place inside of the image; which one for those outside, Keras says. */
  private Value inside(Value place, double length, String fillMode) {
    switch (fillMode) {
      case "constant", "nearest" -> {
        return ops.clip(place, 0, length - 1);
      }
      case "wrap" -> {
        return ops.apply(new Binary.Mod(0), place, ops.scalar(place, length));
      }
      case "mirror", "reflect" -> {
        Value twice = ops.scalar(place, 2 * length);
        Value rest = ops.apply(new Binary.Mod(1), ops.abs(place), twice);
        Value back = ops.sub(twice, rest);
        back = fillMode.equals("reflect") ? ops.sub(back, 1) : ops.min(back, length - 1);
        return ops.where(ops.less(rest, ops.scalar(rest, length)), rest, back);
      }
      default ->
          throw new IllegalArgumentException(
              "fill_mode '" + fillMode + "' is none of constant, nearest, wrap, mirror, reflect");
    }
  }
}
