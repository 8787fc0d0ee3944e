package dev.tenon.tuning.numpy;

import dev.tenon.initializers.Seeds;
import dev.tenon.random.NumpyRandom;
import org.jspecify.annotations.Nullable;

/** Makes NumPy's random numbers of a {@code random_state}. */
public final class RandomStates {
  private RandomStates() {}

  /** Returns the numbers that follow from a seed; null for one of its own. */
  public static NumpyRandom of(@Nullable Long randomState) {
    return new NumpyRandom(randomState == null ? Seeds.next() : randomState);
  }
}
