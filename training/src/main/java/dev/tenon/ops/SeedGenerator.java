package dev.tenon.ops;

import dev.tenon.initializers.Seeds;
import dev.tenon.internal.random.Philox;

/**
 * A generator of seeds for random functions: Keras' {@code keras.random.SeedGenerator}.
 *
 * <p>Its state is a seed and a count of draws, so the same seed gives the same sequence of draws.
 * Thread-safe.
 *
 * @see <a href="https://keras.io/api/random/seed_generator/">Keras: SeedGenerator</a>
 */
public final class SeedGenerator {
  private final long seed;
  private long counter;

  private SeedGenerator(long seed) {
    this.seed = seed;
  }

  /** Returns a generator with a seed of the current thread, see {@link Seeds}. */
  public static SeedGenerator seedGenerator() {
    return new SeedGenerator(Seeds.next());
  }

  /**
   * Returns a generator with a seed.
   *
   * @param seed the seed
   */
  public static SeedGenerator seedGenerator(long seed) {
    return new SeedGenerator(seed);
  }

  /** Returns the initial seed. */
  public long seed() {
    return seed;
  }

  /**
   * Returns the state of the next draw, the seed and the count of draws, and increments the count.
   */
  public synchronized long[] next() {
    return new long[] {seed, counter++};
  }

  Philox draw() {
    long[] state = next();
    return new Philox(state[0], state[1]);
  }
}
