package dev.tenon.initializers;

import java.util.SplittableRandom;

/**
 * Where the seeds of initializers, dropout and shuffling come from that were given none.
 *
 * @see <a href="https://keras.io/api/utils/python_utils/">Keras: set_random_seed</a>
 */
public final class Seeds {
  private static SplittableRandom source = new SplittableRandom();

  private Seeds() {}

  /** Makes everything random that follows the same in each run: Keras' {@code set_random_seed}. */
  public static synchronized void set(long seed) {
    source = new SplittableRandom(seed);
  }

  /** Returns a seed for something that was given none, at least 0. */
  public static synchronized long next() {
    return source.nextInt(Integer.MAX_VALUE);
  }
}
