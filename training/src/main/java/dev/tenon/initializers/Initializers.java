package dev.tenon.initializers;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.OrderedMap;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.tensor.Tensor;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Keras' initializers, for layers as in {@code dense(5).kernelInitializer(heNormal(42))}.
 *
 * <p>A seed gives Keras' own numbers, the same each time; without one they differ from run to run.
 *
 * @see <a href="https://keras.io/api/layers/initializers/">Keras: initializers</a>
 */
public final class Initializers {
  private Initializers() {}

  /** Returns zeros. */
  public static KerasObject zeros() {
    return KerasObject.of("Zeros");
  }

  /** Returns ones. */
  public static KerasObject ones() {
    return KerasObject.of("Ones");
  }

  /** Returns one number everywhere. */
  public static KerasObject constant(double value) {
    return new KerasObject("Constant", Map.of("value", value));
  }

  /** Returns a matrix with a number on its diagonal. */
  public static KerasObject identity(double gain) {
    return new KerasObject("Identity", Map.of("gain", gain));
  }

  /** Returns a normal distribution. */
  public static KerasObject randomNormal(double mean, double stddev) {
    return new KerasObject("RandomNormal", OrderedMap.of("mean", mean, "stddev", stddev));
  }

  /** Returns a normal distribution from a seed. */
  public static KerasObject randomNormal(double mean, double stddev, long seed) {
    return new KerasObject(
        "RandomNormal", OrderedMap.of("mean", mean, "stddev", stddev, "seed", seed));
  }

  /** Returns a uniform distribution. */
  public static KerasObject randomUniform(double minval, double maxval) {
    return new KerasObject("RandomUniform", OrderedMap.of("minval", minval, "maxval", maxval));
  }

  /** Returns a uniform distribution from a seed. */
  public static KerasObject randomUniform(double minval, double maxval, long seed) {
    return new KerasObject(
        "RandomUniform", OrderedMap.of("minval", minval, "maxval", maxval, "seed", seed));
  }

  /** Returns a normal distribution that is cut at two deviations. */
  public static KerasObject truncatedNormal(double mean, double stddev) {
    return new KerasObject("TruncatedNormal", OrderedMap.of("mean", mean, "stddev", stddev));
  }

  /** Returns a normal distribution that is cut at two deviations, from a seed. */
  public static KerasObject truncatedNormal(double mean, double stddev, long seed) {
    return new KerasObject(
        "TruncatedNormal", OrderedMap.of("mean", mean, "stddev", stddev, "seed", seed));
  }

  /**
   * Returns a distribution whose width follows from the shape.
   *
   * @param scale a factor of the variance
   * @param mode fan_in, fan_out or fan_avg
   * @param distribution truncated_normal, untruncated_normal or uniform
   */
  public static KerasObject varianceScaling(double scale, String mode, String distribution) {
    return new KerasObject(
        "VarianceScaling",
        OrderedMap.of("scale", scale, "mode", mode, "distribution", distribution));
  }

  /** Returns Glorot's normal distribution from a seed. */
  public static KerasObject glorotNormal(long seed) {
    return seeded("GlorotNormal", seed);
  }

  /** Returns Glorot's uniform distribution, the default of most kernels, from a seed. */
  public static KerasObject glorotUniform(long seed) {
    return seeded("GlorotUniform", seed);
  }

  /** Returns He's normal distribution from a seed. */
  public static KerasObject heNormal(long seed) {
    return seeded("HeNormal", seed);
  }

  /** Returns He's uniform distribution from a seed. */
  public static KerasObject heUniform(long seed) {
    return seeded("HeUniform", seed);
  }

  /** Returns LeCun's normal distribution from a seed. */
  public static KerasObject lecunNormal(long seed) {
    return seeded("LecunNormal", seed);
  }

  /** Returns LeCun's uniform distribution from a seed. */
  public static KerasObject lecunUniform(long seed) {
    return seeded("LecunUniform", seed);
  }

  /** Returns a matrix of orthogonal rows or columns from a seed. */
  public static KerasObject orthogonal(double gain, long seed) {
    return new KerasObject("Orthogonal", OrderedMap.of("gain", gain, "seed", seed));
  }

  private static KerasObject seeded(String className, long seed) {
    return new KerasObject(className, Map.of("seed", seed));
  }

  /**
   * Returns the first value of a parameter.
   *
   * @throws IllegalArgumentException for an initializer that is not known, with the nearest names
   */
  public static Tensor start(Parameter parameter) {
    return StartValues.start(parameter);
  }

  /**
   * Returns what gives the first value of a parameter when it is wanted. A seed that is not given
   * is taken now, so that the numbers do not depend on when that is.
   *
   * @throws IllegalArgumentException for an initializer that is not known, with the nearest names
   */
  public static Supplier<Tensor> later(Parameter parameter) {
    return StartValues.later(parameter);
  }
}
