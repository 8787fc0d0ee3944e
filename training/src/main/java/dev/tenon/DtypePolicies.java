package dev.tenon;

import dev.tenon.layers.base.DTypePolicy;
import java.util.function.Supplier;

/**
 * The global dtype policy: what layers compute in and store that are given no {@code dtype}.
 *
 * <p>{@code float32} until another one is set. Each thread has its own, as it has its own names and
 * seeds. A model that is made under {@code mixed_float16} gets a {@code LossScaleOptimizer} around
 * its optimizer when it is compiled.
 *
 * @see <a href="https://keras.io/api/mixed_precision/policy/">Keras: set_dtype_policy</a>
 */
public final class DtypePolicies {
  private DtypePolicies() {}

  /**
   * Returns the name of this thread's policy, such as {@code float32}: Keras' {@code dtype_policy}.
   */
  public static String global() {
    return DTypePolicy.global().name();
  }

  /**
   * Sets this thread's policy for layers that are made from now on: Keras' {@code
   * set_dtype_policy}.
   *
   * @param name Keras' name, such as {@code mixed_float16}, {@code mixed_bfloat16} or {@code
   *     float64}
   * @throws IllegalArgumentException for a name that is none
   */
  public static void setGlobal(String name) {
    RequiredArguments.check(name, "name");
    DTypePolicy.setGlobal(DTypePolicy.of(name));
  }

  /**
   * Makes something under a policy, after which the thread's former one holds again.
   *
   * @param name Keras' name
   * @param work what makes layers or models
   */
  public static <T> T with(String name, Supplier<T> work) {
    RequiredArguments.check(name, "name", work, "work");
    DTypePolicy before = DTypePolicy.global();
    setGlobal(name);
    try {
      return work.get();
    } finally {
      DTypePolicy.setGlobal(before);
    }
  }
}
