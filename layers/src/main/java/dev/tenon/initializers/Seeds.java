package dev.tenon.initializers;

import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Draws the seeds of initializers, dropout and shuffling without a seed of their own.
 *
 * <p>Each thread has its own generator. It starts with a random seed until {@link #setRandomSeed}
 * is called in that thread.
 *
 * @see <a href="https://keras.io/api/utils/python_utils/">Keras: set_random_seed</a>
 */
public final class Seeds {
  private static final ThreadLocal<SplittableRandom> SOURCE =
      ThreadLocal.withInitial(SplittableRandom::new);

  private Seeds() {}

  /**
   * Sets the seed of this thread, so that its random numbers are equal in each run: Keras' {@code
   * set_random_seed}.
   */
  public static void setRandomSeed(long seed) {
    SOURCE.set(new SplittableRandom(seed));
  }

  /**
   * Runs an action with a seed of its own and restores the thread's generator.
   *
   * @param seed the seed of the action
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

  /** Returns the next seed, at least 0. */
  public static long next() {
    return SOURCE.get().nextInt(Integer.MAX_VALUE);
  }
}
