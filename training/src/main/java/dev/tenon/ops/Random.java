package dev.tenon.ops;

import dev.tenon.config.Config;
import dev.tenon.internal.random.Philox;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The functions of {@code keras.random}: tensors of random numbers from a seed.
 *
 * <p>A seed is a number, which gives the same tensor each time, or a {@link SeedGenerator}, which
 * gives another one with each draw; without one, a seed of this thread is drawn. {@code uniform},
 * {@code normal}, {@code truncatedNormal}, {@code randint}, {@code dropout}, {@code shuffle},
 * {@code categorical}, {@code gamma} and {@code beta} draw what Keras draws on TensorFlow from the
 * same seed; {@code binomial} draws numbers of its own. Gamma and beta need the TensorFlow engine.
 *
 * @see <a href="https://keras.io/api/random/random_ops/">Keras: random operations</a>
 */
public final class Random extends RandomSamples {
  private Random() {}

  /** Returns float32 numbers evenly spread between 0 and 1. Keras' {@code random.uniform}. */
  public static Tensor uniform(long... shape) {
    return uniform(shape, 0, 1);
  }

  /** Returns float32 numbers evenly spread between two numbers. Keras' {@code random.uniform}. */
  public static Tensor uniform(long[] shape, double minval, double maxval) {
    return uniform(shape, minval, maxval, DType.of(Config.floatx()), SeedGenerator.seedGenerator());
  }

  /** Returns numbers evenly spread between two numbers. Keras' {@code random.uniform}. */
  public static Tensor uniform(long[] shape, double minval, double maxval, DType dtype, long seed) {
    return uniform(shape, minval, maxval, dtype, SeedGenerator.seedGenerator(seed));
  }

  /**
   * Returns numbers evenly spread between two numbers. Keras' {@code random.uniform}.
   *
   * @param minval the least number, included
   * @param maxval the end, not included
   * @param dtype a floating-point type; 16 bits are cut from float32
   */
  public static Tensor uniform(
      long[] shape, double minval, double maxval, DType dtype, SeedGenerator seed) {
    checkFloating("uniform", dtype);
    int size = size(shape);
    if (dtype == DType.FLOAT64) {
      double[] numbers = seed.draw().doubles(size);
      Arrays.setAll(numbers, i -> numbers[i] * (maxval - minval) + minval);
      return Tensor.of(numbers, shape);
    }
    float[] numbers = seed.draw().uniform(size, (float) minval, (float) maxval);
    return Tensor.of(numbers, shape).cast(dtype);
  }

  /** Returns float32 numbers of the standard normal distribution. Keras' {@code random.normal}. */
  public static Tensor normal(long... shape) {
    return normal(shape, 0, 1);
  }

  /** Returns float32 numbers of a normal distribution. Keras' {@code random.normal}. */
  public static Tensor normal(long[] shape, double mean, double stddev) {
    return normal(shape, mean, stddev, DType.of(Config.floatx()), SeedGenerator.seedGenerator());
  }

  /** Returns numbers of a normal distribution. Keras' {@code random.normal}. */
  public static Tensor normal(long[] shape, double mean, double stddev, DType dtype, long seed) {
    return normal(shape, mean, stddev, dtype, SeedGenerator.seedGenerator(seed));
  }

  /**
   * Returns numbers of a normal distribution. Keras' {@code random.normal}.
   *
   * @param dtype a floating-point type; other ones are cast from float32
   */
  public static Tensor normal(
      long[] shape, double mean, double stddev, DType dtype, SeedGenerator seed) {
    checkFloating("normal", dtype);
    float[] numbers = seed.draw().normal(size(shape), (float) mean, (float) stddev);
    return Tensor.of(numbers, shape).cast(dtype);
  }

  /**
   * Returns float32 numbers of the standard normal distribution, none beyond two deviations. Keras'
   * {@code random.truncated_normal}.
   */
  public static Tensor truncatedNormal(long... shape) {
    return truncatedNormal(shape, 0, 1, DType.of(Config.floatx()), SeedGenerator.seedGenerator());
  }

  /** Returns numbers of a normal distribution, none beyond two deviations. */
  public static Tensor truncatedNormal(
      long[] shape, double mean, double stddev, DType dtype, long seed) {
    return truncatedNormal(shape, mean, stddev, dtype, SeedGenerator.seedGenerator(seed));
  }

  /** Returns numbers of a normal distribution, none beyond two deviations. */
  public static Tensor truncatedNormal(
      long[] shape, double mean, double stddev, DType dtype, SeedGenerator seed) {
    checkFloating("truncatedNormal", dtype);
    float[] numbers = seed.draw().truncatedNormal(size(shape), (float) mean, (float) stddev);
    return Tensor.of(numbers, shape).cast(dtype);
  }

  /** Returns int32 numbers from one up to another. Keras' {@code random.randint}. */
  public static Tensor randint(long[] shape, long minval, long maxval) {
    return randint(shape, minval, maxval, DType.INT32, SeedGenerator.seedGenerator());
  }

  /** Returns whole numbers from one up to another. Keras' {@code random.randint}. */
  public static Tensor randint(long[] shape, long minval, long maxval, DType dtype, long seed) {
    return randint(shape, minval, maxval, dtype, SeedGenerator.seedGenerator(seed));
  }

  /**
   * Returns whole numbers from one up to another. Keras' {@code random.randint}.
   *
   * @param minval the least number, included
   * @param maxval the end, not included
   */
  public static Tensor randint(
      long[] shape, long minval, long maxval, DType dtype, SeedGenerator seed) {
    if (minval >= maxval) {
      throw new IllegalArgumentException(
          "randint: minval must be less than maxval, received " + minval + " and " + maxval);
    }
    Philox draw = seed.draw();
    int size = size(shape);
    long[] numbers =
        dtype == DType.INT32
            ? draw.integers(size, Math.toIntExact(minval), Math.toIntExact(maxval))
            : draw.longs(size, minval, maxval);
    return Tensor.of(numbers, shape).cast(dtype);
  }

  /** Sets elements to 0 at random, and scales the others up. Keras' {@code random.dropout}. */
  public static Tensor dropout(Tensor inputs, double rate) {
    return dropout(inputs, rate, inputs.shape(), SeedGenerator.seedGenerator());
  }

  /** Sets elements to 0 at random, and scales the others up. Keras' {@code random.dropout}. */
  public static Tensor dropout(Tensor inputs, double rate, long[] noiseShape, long seed) {
    return dropout(inputs, rate, noiseShape, SeedGenerator.seedGenerator(seed));
  }

  /**
   * Sets elements to 0 at random, and scales the others up. Keras' {@code random.dropout}.
   *
   * @param rate the part that becomes 0, from 0 to 1
   * @param noiseShape the shape of what is drawn, 1 along axes that share a draw
   */
  public static Tensor dropout(Tensor inputs, double rate, long[] noiseShape, SeedGenerator seed) {
    if (rate < 0 || rate > 1) {
      throw new IllegalArgumentException("dropout: rate must be from 0 to 1, received " + rate);
    }
    checkFloating("dropout", inputs.dtype());
    if (rate == 0 || rate == 1) {
      return rate == 0 ? inputs : Ops.zerosLike(inputs);
    }
    Tensor noise = uniform(noiseShape, 0, 1, inputs.dtype(), seed);
    Tensor kept = Ops.greaterEqual(noise, rate);
    return Ops.where(kept, Ops.multiply(inputs, 1 / (1 - rate)), 0.0);
  }

  /** Puts the entries of the first axis in a random order. Keras' {@code random.shuffle}. */
  public static Tensor shuffle(Tensor x) {
    return shuffle(x, 0, SeedGenerator.seedGenerator());
  }

  /** Puts the entries of an axis in a random order. Keras' {@code random.shuffle}. */
  public static Tensor shuffle(Tensor x, int axis, long seed) {
    return shuffle(x, axis, SeedGenerator.seedGenerator(seed));
  }

  /** Puts the entries of an axis in a random order. Keras' {@code random.shuffle}. */
  public static Tensor shuffle(Tensor x, int axis, SeedGenerator seed) {
    int at = axis < 0 ? axis + x.rank() : axis;
    if (at < 0 || at >= x.rank()) {
      throw new IllegalArgumentException("shuffle: no axis " + axis + " in " + x.shapeString());
    }
    int count = Math.toIntExact(x.dim(at));
    float[] keys = seed.draw().uniform(count, 0, 1);
    int[] order =
        IntStream.range(0, count)
            .boxed()
            .sorted((a, b) -> Float.compare(keys[a], keys[b]))
            .mapToInt(Integer::intValue)
            .toArray();
    return Ops.take(x, Tensor.of(order, count), at);
  }
}
