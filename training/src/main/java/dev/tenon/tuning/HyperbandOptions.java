package dev.tenon.tuning;

import dev.tenon.internal.options.Setters;
import dev.tenon.tuning.numpy.Arguments;
import dev.tenon.tuning.oracle.Brackets;
import org.jspecify.annotations.Nullable;

/**
 * keras-tuner's arguments of Hyperband.
 *
 * @param maxEpochs up to which epoch the best candidates are trained; 100
 * @param factor by how much a round reduces the candidates; 3
 * @param hyperbandIterations how often all brackets are run; 1
 * @param randomState what the combinations follow from, 0 to 2³²−1; null for others each time
 */
@Setters(owner = HyperbandSearch.class, base = Search.class)
record HyperbandOptions(
    int maxEpochs, int factor, int hyperbandIterations, @Nullable Long randomState) {
  static final HyperbandOptions DEFAULTS = new HyperbandOptions(100, 3, 1, null);

  HyperbandOptions {
    Arguments.require(
        hyperbandIterations >= 1,
        "hyperbandIterations must be at least 1, received " + hyperbandIterations);
  }

  Brackets brackets() {
    return new Brackets(maxEpochs, factor);
  }
}
