package dev.tenon;

import dev.tenon.layers.base.DTypePolicy;
import java.util.function.Supplier;

/**
 * The global dtype policy: the default types of computation and weights of new layers.
 *
 * <p>The initial policy is {@code float32}. Each thread has its own policy, names and seeds. A
 * model built under {@code mixed_float16} gets a {@code LossScaleOptimizer} when it is compiled.
 *
 * @see <a href="https://keras.io/api/mixed_precision/policy/">Keras: set_dtype_policy</a>
 */
public final class DtypePolicies {
  private DtypePolicies() {}

  /**
   * Returns the name of this thread's policy, such as {@code float32}: Keras' {@code dtype_policy}.
   */
  public static String dtypePolicy() {
    return DTypePolicy.global().name();
  }

  /**
   * Sets this thread's policy for new layers: Keras' {@code set_dtype_policy}.
   *
   * @param name Keras' name, such as {@code mixed_float16}, {@code mixed_bfloat16} or {@code
   *     float64}
   * @throws IllegalArgumentException if the name is unknown
   */
  public static void setDtypePolicy(String name) {
    RequiredArguments.check(name, "name");
    DTypePolicy.setGlobal(DTypePolicy.of(name));
  }

  /**
   * Runs a function under a policy and then restores the thread's policy.
   *
   * @param name Keras' name
   * @param work the function, which creates layers or models
   * @throws IllegalArgumentException if the name is unknown
   */
  public static <T> T with(String name, Supplier<T> work) {
    RequiredArguments.check(name, "name", work, "work");
    DTypePolicy before = DTypePolicy.global();
    setDtypePolicy(name);
    try {
      return work.get();
    } finally {
      DTypePolicy.setGlobal(before);
    }
  }
}
