package dev.tenon.ops;

import dev.tenon.config.Config;
import dev.tenon.engine.Engine;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** The functions of {@code keras.random} for distributions with parameters. */
abstract class RandomSamples {
  /** The largest number of trials of a binomial number. */
  private static final double MOST_TRIALS = 1e6;

  /** Keras' offset between the seeds of the two gamma numbers of a beta number. */
  private static final long SECOND_SEED = 12;

  RandomSamples() {}

  /**
   * Draws int32 class indices from logits. Keras' {@code random.categorical}.
   *
   * @param logits (rows, classes)
   * @param numSamples the number of draws of each row
   * @param seed the seed
   * @return (rows, numSamples)
   * @throws IllegalArgumentException if the logits have another rank or no classes
   */
  public static Tensor categorical(Tensor logits, int numSamples, long seed) {
    return categorical(logits, numSamples, DType.INT32, SeedGenerator.seedGenerator(seed));
  }

  /**
   * Draws class indices from logits. Keras' {@code random.categorical}.
   *
   * @param logits (rows, classes)
   * @param numSamples the number of draws of each row
   * @param dtype the element type of the result
   * @param seed the generator of seeds
   * @return (rows, numSamples)
   * @throws IllegalArgumentException if the logits have another rank or no classes
   */
  public static Tensor categorical(Tensor logits, int numSamples, DType dtype, SeedGenerator seed) {
    if (logits.rank() != 2 || logits.dim(1) == 0) {
      throw new IllegalArgumentException(
          "categorical: expected logits of the shape (rows, classes), received "
              + logits.shapeString());
    }
    int rows = (int) logits.dim(0);
    int classes = (int) logits.dim(1);
    double[] weights = logits.toDoubleArray();
    double[] drawn = seed.draw().doubles(Math.multiplyExact(rows, numSamples));
    long[] samples = new long[drawn.length];
    double[] sums = new double[classes];
    for (int row = 0; row < rows; row++) {
      double total = accumulate(weights, row * classes, sums);
      for (int i = row * numSamples; i < (row + 1) * numSamples; i++) {
        double wanted = drawn[i] * total;
        int found = 0;
        while (found < classes && sums[found] <= wanted) {
          found++;
        }
        samples[i] = found;
      }
    }
    return Tensor.of(samples, rows, numSamples).cast(dtype);
  }

  /** Writes the cumulative sums of a row's weights and returns the last one. */
  private static double accumulate(double[] logits, int from, double[] sums) {
    double most = -Float.MAX_VALUE;
    for (int i = 0; i < sums.length; i++) {
      double logit = logits[from + i];
      most = Double.isFinite(logit) ? Math.max(most, logit) : most;
    }
    double total = 0;
    for (int i = 0; i < sums.length; i++) {
      double logit = logits[from + i];
      total += Double.isFinite(logit) ? Math.exp(logit - most) : 0;
      sums[i] = total;
    }
    return total;
  }

  /**
   * Returns float32 numbers of gamma distributions with scale 1. Keras' {@code random.gamma}.
   *
   * @param shape the shape of the result
   * @param alpha the shape parameters, broadcast to the result
   * @param seed the seed
   */
  public static Tensor gamma(long[] shape, Tensor alpha, long seed) {
    return gamma(shape, alpha, DType.of(Config.floatx()), SeedGenerator.seedGenerator(seed));
  }

  /**
   * Returns float32 numbers of a gamma distribution with scale 1. Keras' {@code random.gamma}.
   *
   * @param shape the shape of the result
   * @param alpha the shape parameter
   * @param seed the seed
   */
  public static Tensor gamma(long[] shape, double alpha, long seed) {
    return gamma(shape, Tensor.scalar(DType.FLOAT32, alpha), seed);
  }

  /**
   * Returns numbers of gamma distributions with scale 1. Keras' {@code random.gamma}.
   *
   * @param shape the shape of the result
   * @param alpha the shape parameters, broadcast to the result
   * @param dtype a floating-point type
   * @param seed the generator of seeds
   * @throws IllegalArgumentException if the type is not floating-point
   */
  public static Tensor gamma(long[] shape, Tensor alpha, DType dtype, SeedGenerator seed) {
    checkFloating("gamma", dtype);
    return drawnGamma(shape, alpha, dtype, seed.next());
  }

  private static Tensor drawnGamma(long[] shape, Tensor alpha, DType dtype, long[] state) {
    DType computed = dtype == DType.BFLOAT16 ? DType.FLOAT32 : dtype;
    long most = Integer.MAX_VALUE - 1L;
    int[] seed = {(int) Math.floorMod(state[0], most), (int) Math.floorMod(state[1], most)};
    return OpsCall.of(GammaDraw.NAME)
        .operand(Tensor.of(seed, 2))
        .operand(alpha.cast(computed))
        .option("shape", shape)
        .option("dtype", computed)
        .on(Engine.TENSORFLOW)
        .value()
        .cast(dtype);
  }

  /**
   * Returns float32 numbers of a beta distribution. Keras' {@code random.beta}.
   *
   * @param shape the shape of the result
   * @param alpha the first shape parameter
   * @param beta the second shape parameter
   * @param seed the seed
   */
  public static Tensor beta(long[] shape, double alpha, double beta, long seed) {
    return beta(
        shape,
        Tensor.scalar(DType.FLOAT32, alpha),
        Tensor.scalar(DType.FLOAT32, beta),
        DType.of(Config.floatx()),
        SeedGenerator.seedGenerator(seed));
  }

  /**
   * Returns numbers of beta distributions. Keras' {@code random.beta}.
   *
   * @param shape the shape of the result
   * @param alpha the first shape parameters, broadcast to the result
   * @param beta the second shape parameters, broadcast to the result
   * @param dtype a floating-point type
   * @param seed the generator of seeds
   * @throws IllegalArgumentException if the type is not floating-point
   */
  public static Tensor beta(
      long[] shape, Tensor alpha, Tensor beta, DType dtype, SeedGenerator seed) {
    checkFloating("beta", dtype);
    long[] first = seed.next();
    long most = Integer.MAX_VALUE - 1L;
    long[] second = {
      Math.floorMod(first[0], most) + SECOND_SEED, Math.floorMod(first[1], most) + SECOND_SEED
    };
    Tensor a = drawnGamma(shape, Ops.broadcastTo(alpha, shape), dtype, first);
    Tensor b = drawnGamma(shape, Ops.broadcastTo(beta, shape), dtype, second);
    return Ops.divide(a, Ops.add(a, b));
  }

  /**
   * Returns float32 numbers of a binomial distribution. Keras' {@code random.binomial}.
   *
   * @param shape the shape of the result
   * @param counts the number of trials, at most a million
   * @param probabilities the probability of success, from 0 to 1
   * @param seed the seed
   * @throws IllegalArgumentException if {@code counts} is too large
   */
  public static Tensor binomial(long[] shape, double counts, double probabilities, long seed) {
    return binomial(
        shape,
        Tensor.scalar(DType.FLOAT32, counts),
        Tensor.scalar(DType.FLOAT32, probabilities),
        DType.of(Config.floatx()),
        SeedGenerator.seedGenerator(seed));
  }

  /**
   * Returns numbers of binomial distributions. Keras' {@code random.binomial}; the numbers differ
   * from Keras' for the same seed.
   *
   * @param shape the shape of the result
   * @param counts the numbers of trials, at most a million, broadcast to the result
   * @param probabilities the probabilities of success, from 0 to 1, broadcast to the result
   * @param dtype the element type
   * @param seed the generator of seeds
   * @throws IllegalArgumentException if an element of {@code counts} is too large
   */
  public static Tensor binomial(
      long[] shape, Tensor counts, Tensor probabilities, DType dtype, SeedGenerator seed) {
    double[] tries = Ops.broadcastTo(counts, shape).toDoubleArray();
    double[] likely = Ops.broadcastTo(probabilities, shape).toDoubleArray();
    double most = Arrays.stream(tries).max().orElse(0);
    if (most > MOST_TRIALS) {
      throw new IllegalArgumentException(
          "binomial: counts must be at most a million, received " + most);
    }
    double[] successes = new double[tries.length];
    for (int i = 0; i < tries.length; i++) {
      for (double drawn : seed.draw().doubles((int) Math.max(0, tries[i]))) {
        successes[i] += drawn < likely[i] ? 1 : 0;
      }
    }
    return Tensor.of(successes, shape).cast(dtype);
  }

  static void checkFloating(String function, DType dtype) {
    if (!List.of(DType.FLOAT16, DType.BFLOAT16, DType.FLOAT32, DType.FLOAT64).contains(dtype)) {
      throw new IllegalArgumentException(
          function + ": expected a floating-point type, received " + dtype);
    }
  }

  static int size(long[] shape) {
    return Math.toIntExact(LongStream.of(shape).reduce(1, Math::multiplyExact));
  }
}
