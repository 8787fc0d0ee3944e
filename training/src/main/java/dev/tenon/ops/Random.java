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
 * gives a new one with each draw. Without a seed, one of the current thread is used.
 *
 * <p>{@code uniform}, {@code normal}, {@code truncatedNormal}, {@code randint}, {@code dropout},
 * {@code shuffle}, {@code categorical}, {@code gamma} and {@code beta} give Keras' numbers on
 * TensorFlow for the same seed; {@code binomial} gives other numbers. Gamma and beta need the
 * TensorFlow engine.
 *
 * @see <a href="https://keras.io/api/random/random_ops/">Keras: random operations</a>
 */
public final class Random extends RandomSamples {
  private Random() {}

  /**
   * Returns float32 numbers of the uniform distribution on [0, 1). Keras' {@code random.uniform}.
   *
   * @param shape the shape of the result
   */
  public static Tensor uniform(long... shape) {
    return uniform(shape, 0, 1);
  }

  /**
   * Returns float32 numbers of a uniform distribution. Keras' {@code random.uniform}.
   *
   * @param shape the shape of the result
   * @param minval the lower bound, inclusive
   * @param maxval the upper bound, exclusive
   */
  public static Tensor uniform(long[] shape, double minval, double maxval) {
    return uniform(shape, minval, maxval, DType.of(Config.floatx()), SeedGenerator.seedGenerator());
  }

  /**
   * Returns numbers of a uniform distribution. Keras' {@code random.uniform}.
   *
   * @param shape the shape of the result
   * @param minval the lower bound, inclusive
   * @param maxval the upper bound, exclusive
   * @param dtype a floating-point type
   * @param seed the seed
   * @throws IllegalArgumentException if the type is not floating-point
   */
  public static Tensor uniform(long[] shape, double minval, double maxval, DType dtype, long seed) {
    return uniform(shape, minval, maxval, dtype, SeedGenerator.seedGenerator(seed));
  }

  /**
   * Returns numbers of a uniform distribution. Keras' {@code random.uniform}.
   *
   * @param shape the shape of the result
   * @param minval the lower bound, inclusive
   * @param maxval the upper bound, exclusive
   * @param dtype a floating-point type; 16-bit values are cast from float32
   * @param seed the generator of seeds
   * @throws IllegalArgumentException if the type is not floating-point
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

  /**
   * Returns float32 numbers of the standard normal distribution. Keras' {@code random.normal}.
   *
   * @param shape the shape of the result
   */
  public static Tensor normal(long... shape) {
    return normal(shape, 0, 1);
  }

  /**
   * Returns float32 numbers of a normal distribution. Keras' {@code random.normal}.
   *
   * @param shape the shape of the result
   * @param mean the mean
   * @param stddev the standard deviation
   */
  public static Tensor normal(long[] shape, double mean, double stddev) {
    return normal(shape, mean, stddev, DType.of(Config.floatx()), SeedGenerator.seedGenerator());
  }

  /**
   * Returns numbers of a normal distribution. Keras' {@code random.normal}.
   *
   * @param shape the shape of the result
   * @param mean the mean
   * @param stddev the standard deviation
   * @param dtype a floating-point type
   * @param seed the seed
   * @throws IllegalArgumentException if the type is not floating-point
   */
  public static Tensor normal(long[] shape, double mean, double stddev, DType dtype, long seed) {
    return normal(shape, mean, stddev, dtype, SeedGenerator.seedGenerator(seed));
  }

  /**
   * Returns numbers of a normal distribution. Keras' {@code random.normal}.
   *
   * @param shape the shape of the result
   * @param mean the mean
   * @param stddev the standard deviation
   * @param dtype a floating-point type; other types than float32 are cast from it
   * @param seed the generator of seeds
   * @throws IllegalArgumentException if the type is not floating-point
   */
  public static Tensor normal(
      long[] shape, double mean, double stddev, DType dtype, SeedGenerator seed) {
    checkFloating("normal", dtype);
    float[] numbers = seed.draw().normal(size(shape), (float) mean, (float) stddev);
    return Tensor.of(numbers, shape).cast(dtype);
  }

  /**
   * Returns float32 numbers of the standard normal distribution within two standard deviations.
   * Keras' {@code random.truncated_normal}.
   *
   * @param shape the shape of the result
   */
  public static Tensor truncatedNormal(long... shape) {
    return truncatedNormal(shape, 0, 1, DType.of(Config.floatx()), SeedGenerator.seedGenerator());
  }

  /**
   * Returns numbers of a normal distribution within two standard deviations. Keras' {@code
   * random.truncated_normal}.
   *
   * @param shape the shape of the result
   * @param mean the mean
   * @param stddev the standard deviation
   * @param dtype a floating-point type
   * @param seed the seed
   * @throws IllegalArgumentException if the type is not floating-point
   */
  public static Tensor truncatedNormal(
      long[] shape, double mean, double stddev, DType dtype, long seed) {
    return truncatedNormal(shape, mean, stddev, dtype, SeedGenerator.seedGenerator(seed));
  }

  /**
   * Returns numbers of a normal distribution within two standard deviations. Keras' {@code
   * random.truncated_normal}.
   *
   * @param shape the shape of the result
   * @param mean the mean
   * @param stddev the standard deviation
   * @param dtype a floating-point type; other types than float32 are cast from it
   * @param seed the generator of seeds
   * @throws IllegalArgumentException if the type is not floating-point
   */
  public static Tensor truncatedNormal(
      long[] shape, double mean, double stddev, DType dtype, SeedGenerator seed) {
    checkFloating("truncatedNormal", dtype);
    float[] numbers = seed.draw().truncatedNormal(size(shape), (float) mean, (float) stddev);
    return Tensor.of(numbers, shape).cast(dtype);
  }

  /**
   * Returns uniform int32 integers. Keras' {@code random.randint}.
   *
   * @param shape the shape of the result
   * @param minval the lower bound, inclusive
   * @param maxval the upper bound, exclusive
   * @throws IllegalArgumentException if {@code minval} is not less than {@code maxval}
   */
  public static Tensor randint(long[] shape, long minval, long maxval) {
    return randint(shape, minval, maxval, DType.INT32, SeedGenerator.seedGenerator());
  }

  /**
   * Returns uniform integers. Keras' {@code random.randint}.
   *
   * @param shape the shape of the result
   * @param minval the lower bound, inclusive
   * @param maxval the upper bound, exclusive
   * @param dtype the element type
   * @param seed the seed
   * @throws IllegalArgumentException if {@code minval} is not less than {@code maxval}
   */
  public static Tensor randint(long[] shape, long minval, long maxval, DType dtype, long seed) {
    return randint(shape, minval, maxval, dtype, SeedGenerator.seedGenerator(seed));
  }

  /**
   * Returns uniform integers. Keras' {@code random.randint}.
   *
   * @param shape the shape of the result
   * @param minval the lower bound, inclusive
   * @param maxval the upper bound, exclusive
   * @param dtype the element type
   * @param seed the generator of seeds
   * @throws IllegalArgumentException if {@code minval} is not less than {@code maxval}
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

  /**
   * Sets random elements to 0 and scales the others by {@code 1 / (1 - rate)}. Keras' {@code
   * random.dropout}.
   *
   * @param inputs floating-point numbers
   * @param rate the fraction of zeros, from 0 to 1
   * @throws IllegalArgumentException if the rate is out of range or the type is not floating-point
   */
  public static Tensor dropout(Tensor inputs, double rate) {
    return dropout(inputs, rate, inputs.shape(), SeedGenerator.seedGenerator());
  }

  /**
   * Sets random elements to 0 and scales the others by {@code 1 / (1 - rate)}. Keras' {@code
   * random.dropout}.
   *
   * @param inputs floating-point numbers
   * @param rate the fraction of zeros, from 0 to 1
   * @param noiseShape the shape of the draws, with 1 along axes that share a draw
   * @param seed the seed
   * @throws IllegalArgumentException if the rate is out of range or the type is not floating-point
   */
  public static Tensor dropout(Tensor inputs, double rate, long[] noiseShape, long seed) {
    return dropout(inputs, rate, noiseShape, SeedGenerator.seedGenerator(seed));
  }

  /**
   * Sets random elements to 0 and scales the others by {@code 1 / (1 - rate)}. Keras' {@code
   * random.dropout}.
   *
   * @param inputs floating-point numbers
   * @param rate the fraction of zeros, from 0 to 1
   * @param noiseShape the shape of the draws, with 1 along axes that share a draw
   * @param seed the generator of seeds
   * @throws IllegalArgumentException if the rate is out of range or the type is not floating-point
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

  /**
   * Shuffles the entries of the first axis. Keras' {@code random.shuffle}.
   *
   * @param x the tensor
   */
  public static Tensor shuffle(Tensor x) {
    return shuffle(x, 0, SeedGenerator.seedGenerator());
  }

  /**
   * Shuffles the entries of an axis. Keras' {@code random.shuffle}.
   *
   * @param x the tensor
   * @param axis the axis; negative values count from the end
   * @param seed the seed
   * @throws IllegalArgumentException if the tensor has no such axis
   */
  public static Tensor shuffle(Tensor x, int axis, long seed) {
    return shuffle(x, axis, SeedGenerator.seedGenerator(seed));
  }

  /**
   * Shuffles the entries of an axis. Keras' {@code random.shuffle}.
   *
   * @param x the tensor
   * @param axis the axis; negative values count from the end
   * @param seed the generator of seeds
   * @throws IllegalArgumentException if the tensor has no such axis
   */
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
