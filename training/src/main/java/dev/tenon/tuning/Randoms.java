package dev.tenon.tuning;

import dev.tenon.data.NumpyRandom;
import dev.tenon.initializers.Seeds;
import org.jspecify.annotations.Nullable;

/** Makes NumPy's random numbers of a {@code random_state}. */
final class Randoms {
  private Randoms() {}

  /** Returns the numbers that follow from a seed; null for one of its own. */
  static NumpyRandom of(@Nullable Long randomState) {
    return new NumpyRandom(randomState == null ? Seeds.next() : randomState);
  }
}
