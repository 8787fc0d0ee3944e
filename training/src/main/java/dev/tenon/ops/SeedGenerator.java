package dev.tenon.ops;

import dev.tenon.initializers.Seeds;
import dev.tenon.internal.random.Philox;

/**
 * A seed that changes with each draw: Keras' {@code keras.random.SeedGenerator}.
 *
 * <p>Its state is a seed and a counter of draws. The same seed gives the same draws in order.
 *
 * @see <a href="https://keras.io/api/random/seed_generator/">Keras: SeedGenerator</a>
 */
public final class SeedGenerator {
  private final long seed;
  private long counter;

  private SeedGenerator(long seed) {
    this.seed = seed;
  }

  /** Returns a generator with a seed of this thread, see {@link Seeds}. */
  public static SeedGenerator seedGenerator() {
    return new SeedGenerator(Seeds.next());
  }

  /** Returns a generator with a seed. */
  public static SeedGenerator seedGenerator(long seed) {
    return new SeedGenerator(seed);
  }

  /** Returns the seed that the generator began with. */
  public long seed() {
    return seed;
  }

  /** Returns the state of the next draw, a seed and a counter, and counts it. */
  public synchronized long[] next() {
    return new long[] {seed, counter++};
  }

  Philox draw() {
    long[] state = next();
    return new Philox(state[0], state[1]);
  }
}
