package dev.tenon.utils;

import dev.tenon.internal.text.Names;
import java.util.List;

/**
 * Features that a {@link FeatureSpace} joins by a hash; Keras' {@code FeatureSpace.cross}.
 *
 * @param featureNames two features or more, whose layers give integers
 * @param crossingDim the number of bins
 * @param outputMode {@code one_hot} or {@code int}
 */
public record FeatureCross(List<String> featureNames, long crossingDim, String outputMode) {
  private static final List<String> MODES = List.of("int", "one_hot");

  /** Keeps a copy of the list. */
  public FeatureCross {
    featureNames = List.copyOf(featureNames);
    if (!MODES.contains(outputMode)) {
      throw new IllegalArgumentException(Names.unknown("outputMode", outputMode, MODES));
    }
  }

  /** Returns the name: the names of the features, joined by {@code _X_}. */
  public String name() {
    return String.join("_X_", featureNames);
  }
}
