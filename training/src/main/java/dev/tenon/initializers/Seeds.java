package dev.tenon.initializers;

import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the seeds of initializers, dropout and shuffling come from that were given none.
 *
 * @see <a href="https://keras.io/api/utils/python_utils/">Keras: set_random_seed</a>
 */
public final class Seeds {
  private static SplittableRandom source = new SplittableRandom();

  /** What a thread draws from that must not depend on what other threads do meanwhile. */
  private static final ThreadLocal<@Nullable SplittableRandom> OWN = new ThreadLocal<>();

  private Seeds() {}

  /** Makes everything random that follows the same in each run: Keras' {@code set_random_seed}. */
  public static synchronized void set(long seed) {
    source = new SplittableRandom(seed);
  }

  /**
   * Does something whose seeds follow from one number alone, whatever other threads draw.
   *
   * @param seed where the seeds of this thread come from until the work is done
   */
  public static <T> T with(long seed, Supplier<T> work) {
    SplittableRandom before = OWN.get();
    OWN.set(new SplittableRandom(seed));
    try {
      return work.get();
    } finally {
      if (before == null) {
        OWN.remove();
      } else {
        OWN.set(before);
      }
    }
  }

  /** Returns a seed for something that was given none, at least 0. */
  public static long next() {
    SplittableRandom own = OWN.get();
    return own == null ? common() : own.nextInt(Integer.MAX_VALUE);
  }

  private static synchronized long common() {
    return source.nextInt(Integer.MAX_VALUE);
  }
}
