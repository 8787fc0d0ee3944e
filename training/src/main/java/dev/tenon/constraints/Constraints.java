package dev.tenon.constraints;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.OrderedMap;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Ops;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keras' constraints, for layers as in {@code dense(5).kernelConstraint(maxNorm(3, 0))}.
 *
 * @see <a href="https://keras.io/api/layers/constraints/">Keras: constraints</a>
 */
public final class Constraints {
  /** Added to norms that are divided by: Keras' {@code epsilon()}. */
  private static final double FUZZ = 1e-7;

  private Constraints() {}

  /** Returns the constraint that sets negative weights to 0. */
  public static KerasObject nonNeg() {
    return KerasObject.of("NonNeg");
  }

  /**
   * Returns the constraint that keeps norms below a number.
   *
   * @param axis the axis along which a norm is taken, 0 for a dense layer's kernel
   */
  public static KerasObject maxNorm(double maxValue, long axis) {
    return new KerasObject("MaxNorm", OrderedMap.of("max_value", maxValue, "axis", axis));
  }

  /** Returns the constraint that makes norms 1. */
  public static KerasObject unitNorm(long axis) {
    return new KerasObject("UnitNorm", Map.of("axis", axis));
  }

  /**
   * Returns the constraint that moves norms between two numbers.
   *
   * @param rate how much of the way a step goes, 1 for all of it
   */
  public static KerasObject minMaxNorm(double minValue, double maxValue, double rate, long axis) {
    return new KerasObject(
        "MinMaxNorm",
        OrderedMap.of("min_value", minValue, "max_value", maxValue, "rate", rate, "axis", axis));
  }

  /**
   * Returns what a weight becomes under a constraint: MaxNorm, NonNeg, UnitNorm or MinMaxNorm.
   *
   * @param constraint the class or function name, with its configuration in Keras' keys
   * @param ops the operators
   * @param weight the weight after a step
   * @throws UnsupportedModelException where the constraint is another one
   * @throws IllegalArgumentException where a number of its configuration is none
   */
  public static Value apply(KerasObject constraint, Ops ops, Value weight) {
    Map<String, @Nullable Object> config = constraint.config();
    String name = constraint.className().toLowerCase(Locale.ROOT).replace("_", "");
    switch (name) {
      case "nonneg" -> {
        return ops.max(weight, 0);
      }
      case "maxnorm" -> {
        // Keras 1 says m.
        double max = number(config, config.get("m") == null ? "max_value" : "m", 2);
        Value norm = norm(ops, weight, config);
        return scaled(ops, weight, norm, ops.clip(norm, 0, max));
      }
      case "unitnorm" -> {
        return ops.div(weight, ops.add(norm(ops, weight, config), FUZZ));
      }
      case "minmaxnorm" -> {
        double rate = number(config, "rate", 1);
        Value norm = norm(ops, weight, config);
        Value limited =
            ops.clip(norm, number(config, "min_value", 0), number(config, "max_value", 1));
        Value wanted = ops.add(ops.mul(limited, rate), ops.mul(norm, 1 - rate));
        return scaled(ops, weight, norm, wanted);
      }
      default ->
          throw new UnsupportedModelException(
              "the constraint "
                  + constraint.className()
                  + " is not supported in training; supported are MaxNorm, NonNeg, UnitNorm and"
                  + " MinMaxNorm");
    }
  }

  private static Value scaled(Ops ops, Value weight, Value norm, Value wanted) {
    return ops.mul(weight, ops.div(wanted, ops.add(norm, FUZZ)));
  }

  private static Value norm(Ops ops, Value weight, Map<String, @Nullable Object> config) {
    Object axis = config.get("axis");
    long[] axes;
    if (axis instanceof List<?> list) {
      axes = list.stream().mapToLong(entry -> integer(entry)).toArray();
    } else {
      axes = new long[] {axis == null ? 0 : integer(axis)};
    }
    return ops.sqrt(ops.reduceSum(ops.mul(weight, weight), true, axes));
  }

  private static long integer(@Nullable Object value) {
    if (value instanceof Number number) {
      return number.longValue();
    }
    throw new IllegalArgumentException("axis must be a number or a list, received " + value);
  }

  private static double number(Map<String, @Nullable Object> config, String key, double fallback) {
    Object value = config.get(key);
    if (value == null) {
      return fallback;
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw new IllegalArgumentException(key + " must be a number, received " + value);
  }
}
