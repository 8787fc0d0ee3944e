package dev.tenon.layers.base;

import dev.tenon.config.Config;
import dev.tenon.tensor.DType;
import org.jspecify.annotations.Nullable;

/**
 * The element types of a layer: that of its computation and that of its weights.
 *
 * @param name Keras' name, such as {@code float32}, {@code mixed_float16} or {@code
 *     int8_from_float32}
 * @param compute the type that floating-point inputs are cast to
 * @param variable the type of the weights
 * @param quantization the format of a quantized kernel; null for a layer without quantization
 * @see <a href="https://keras.io/api/mixed_precision/policy/">Keras: DTypePolicy</a>
 */
public record DTypePolicy(
    String name, DType compute, DType variable, @Nullable Quantization quantization) {
  private static final String FROM = "_from_";
  private static final ThreadLocal<@Nullable DTypePolicy> GLOBAL = new ThreadLocal<>();

  /** Everything in float32, Keras' default. */
  public static final DTypePolicy FLOAT32 = of("float32");

  /** Returns the default policy of this thread. Default: {@code Config.floatx()}. */
  public static DTypePolicy global() {
    DTypePolicy chosen = GLOBAL.get();
    return chosen == null ? of(Config.floatx()) : chosen;
  }

  /** Sets the default policy of this thread for layers made from now on. */
  public static void setGlobal(DTypePolicy policy) {
    GLOBAL.set(policy);
  }

  /**
   * Returns whether the policy computes in float16 and stores float32, so that gradients may
   * underflow.
   */
  public boolean isMixedFloat16() {
    return name.equals("mixed_float16");
  }

  /**
   * Returns the policy of Keras' name.
   *
   * @throws IllegalArgumentException for an unknown name
   */
  public static DTypePolicy of(String name) {
    int from = name.indexOf(FROM);
    if (from >= 0) {
      return of(name.substring(from + FROM.length()))
          .quantized(Quantization.of(name.substring(0, from), null));
    }
    if (name.startsWith("mixed_")) {
      return new DTypePolicy(
          name, DType.of(name.substring("mixed_".length())), DType.FLOAT32, null);
    }
    DType type = DType.of(name);
    return new DTypePolicy(name, type, type, null);
  }

  /** Returns the policy of a layer with this policy after quantization. */
  public DTypePolicy quantized(Quantization how) {
    return new DTypePolicy(how.words() + FROM + source(), compute, variable, how);
  }

  /** Returns the name of the policy before quantization. */
  public String source() {
    return name.substring(name.indexOf(FROM) < 0 ? 0 : name.indexOf(FROM) + FROM.length());
  }
}
