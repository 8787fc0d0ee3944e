package dev.tenon.ir.layer;

import dev.tenon.tensor.DType;

/**
 * The element types of a layer: what it computes in and what its variables are stored in.
 *
 * @param name Keras' name, such as {@code float32} or {@code mixed_float16}
 * @param compute the type that floating-point inputs are cast to
 * @param variable the type of the weights
 * @see <a href="https://keras.io/api/mixed_precision/policy/">Keras: DTypePolicy</a>
 */
public record DTypePolicy(String name, DType compute, DType variable) {
  /** Everything in float32, Keras' default. */
  public static final DTypePolicy FLOAT32 = of("float32");

  /**
   * Returns the policy of Keras' name.
   *
   * @throws IllegalArgumentException for a name that is none
   */
  public static DTypePolicy of(String name) {
    if (name.startsWith("mixed_")) {
      return new DTypePolicy(name, DType.of(name.substring("mixed_".length())), DType.FLOAT32);
    }
    DType type = DType.of(name);
    return new DTypePolicy(name, type, type);
  }
}
