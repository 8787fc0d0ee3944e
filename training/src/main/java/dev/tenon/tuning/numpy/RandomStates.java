package dev.tenon.tuning.numpy;

import dev.tenon.initializers.Seeds;
import dev.tenon.random.NumpyRandom;
import org.jspecify.annotations.Nullable;

/** NumPy's random generators from a {@code random_state}. */
public final class RandomStates {
  private RandomStates() {}

  /** Returns a generator from a seed; null for a random one. */
  public static NumpyRandom of(@Nullable Long randomState) {
    return new NumpyRandom(randomState == null ? Seeds.next() : randomState);
  }
}
