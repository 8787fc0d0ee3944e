package dev.tenon.initializers;

import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Draws the seeds of initializers, dropout and shuffling without a seed of their own.
 *
 * <p>Each thread has its own generator. It starts with a random seed until {@link #set} is called
 * in that thread.
 *
 * @see <a href="https://keras.io/api/utils/python_utils/">Keras: set_random_seed</a>
 */
public final class Seeds {
  private static final ThreadLocal<SplittableRandom> SOURCE =
      ThreadLocal.withInitial(SplittableRandom::new);

  private Seeds() {}

  /**
   * Makes everything random that this thread does from now on the same in each run: Keras' {@code
   * set_random_seed}.
   */
  public static void set(long seed) {
    SOURCE.set(new SplittableRandom(seed));
  }

  /**
   * Does something whose seeds follow from one number alone.
   *
   * @param seed where the seeds of this thread come from until the work is done
   */
  public static <T> T with(long seed, Supplier<T> work) {
    SplittableRandom before = SOURCE.get();
    SOURCE.set(new SplittableRandom(seed));
    try {
      return work.get();
    } finally {
      SOURCE.set(before);
    }
  }

  /** Returns a seed for something that was given none, at least 0. */
  public static long next() {
    return SOURCE.get().nextInt(Integer.MAX_VALUE);
  }
}
