package dev.tenon.layers.augmentation.image;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.StatelessRandom;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.layers.base.Call;
import dev.tenon.tensor.DType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Random numbers for images, with the seeds of Keras' TensorFlow backend. */
public final class SeededRandom {
  /** Keras takes seeds modulo this before it hands them to TensorFlow as int32. */
  private static final double SEEDS = Integer.MAX_VALUE - 1;

  private final Call call;
  private final @Nullable Parameter state;
  private final ImageBatch images;

  public SeededRandom(Call call, @Nullable Parameter state, ImageBatch images) {
    this.call = call;
    this.state = state;
    this.images = images;
  }

  /** Returns the images that are drawn for; only their shape and type count. */
  public ImageBatch images() {
    return images;
  }

  /** Returns the operators to compute with. */
  public Ops ops() {
    return call.ops();
  }

  /** Returns the type that the layer computes in. */
  public DType compute() {
    return call.policy().compute();
  }

  /** Returns one float32 number an image, (batch, 1, 1, 1). */
  public Value uniform(FactorRange range) {
    return uniform(range, DType.FLOAT32);
  }

  /** Returns one number an image, (batch, 1, 1, 1). */
  public Value uniform(FactorRange range, DType type) {
    return uniform(range, type, images.each());
  }

  /** Returns numbers of a shape whose open lengths are those of the images. */
  public Value uniform(FactorRange range, DType type, Shape shape) {
    Ops ops = ops();
    Value drawn = draw(new StatelessRandom.StatelessRandomUniform(type), shape, seed());
    if (range.equals(FactorRange.UNIT)) {
      return drawn;
    }
    // Both ends are rounded to the type before they are subtracted, as in TensorFlow.
    Value low = ops.scalar(type, range.low());
    return ops.add(ops.mul(drawn, ops.sub(ops.scalar(type, range.high()), low)), low);
  }

  /** Returns normal numbers, one a pixel and channel. */
  public Value normal(DType type) {
    return normal(type, images.x().shape());
  }

  /** Returns normal numbers of a shape whose open lengths are those of the images. */
  public Value normal(DType type, Shape shape) {
    return draw(new StatelessRandom.StatelessRandomNormal(type), shape, seed());
  }

  /** Returns whole numbers from low, included, to high, excluded. */
  public Value integers(DType type, double low, double high, Shape shape) {
    Ops ops = ops();
    StatelessRandom operator = new StatelessRandom.StatelessRandomUniformInt(type);
    Value lengths = ops.shapeOf(images.x(), shape);
    return ops.applyAs(
        new TensorType(type, shape),
        operator,
        lengths,
        seed(),
        ops.scalar(type, low),
        ops.scalar(type, high));
  }

  /** Returns one number of a beta distribution an image, (batch, 1, 1, 1). */
  public Value beta(DType type, Value alpha) {
    return beta(type, images.each(), alpha);
  }

  /** Returns numbers of a beta distribution. */
  public Value beta(DType type, Shape shape, Value alpha) {
    Ops ops = ops();
    Value first = ops.cast(seed(), DType.INT32);
    Value a = gamma(type, shape, alpha, first);
    Value b = gamma(type, shape, alpha, ops.add(first, 12));
    return ops.div(a, ops.add(a, b));
  }

  /** Returns gamma numbers. */
  public Value gamma(DType type, Shape shape, Value alpha) {
    return gamma(type, shape, alpha, seed());
  }

  private Value gamma(DType type, Shape shape, Value alpha, Value seed) {
    Value lengths = ops().shapeOf(images.x(), shape);
    StatelessRandom operator = new StatelessRandom.StatelessRandomGamma(type);
    return ops().applyAs(new TensorType(type, shape), operator, lengths, seed, alpha);
  }

  /** Returns the images in a random order. */
  public Value order() {
    Ops ops = ops();
    Shape one = Shape.of(images.x().shape().dim(0));
    Value drawn = uniform(FactorRange.UNIT, DType.FLOAT32, one);
    Value count = ops.length(images.x(), 0);
    return ops.applyAll(new Indexing.TopK(0, 0, 1), drawn, count).get(1);
  }

  private Value draw(StatelessRandom operator, Shape shape, Value seed) {
    Value lengths = ops().shapeOf(images.x(), shape);
    return ops().applyAs(new TensorType(operator.dtype(), shape), operator, lengths, seed);
  }

  private Value seed() {
    Value next = call.nextSeed(Objects.requireNonNull(state, "a layer that draws has a seed"));
    return ops().apply(new Binary.Mod(0), next, ops().scalar(next, SEEDS));
  }
}
