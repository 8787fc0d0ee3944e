package dev.tenon.utils;

import dev.tenon.internal.options.Setters;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keras' arguments of FeatureSpace; the features are in the order of their names. */
@Setters
record FeatureSpaceOptions(
    Map<String, Feature> features,
    List<FeatureCross> crosses,
    String outputMode,
    long crossingDim,
    long hashingDim,
    long numDiscretizationBins)
    implements FeatureSpaceOptionsSetters {
  FeatureSpaceOptions {
    features = Collections.unmodifiableMap(new TreeMap<>(features));
    crosses = List.copyOf(crosses);
  }

  /** Returns the features, each with its layer. */
  Map<String, Feature> completed() {
    Map<String, Feature> completed = new TreeMap<>();
    features.forEach(
        (name, feature) ->
            completed.put(name, feature.completed(hashingDim, numDiscretizationBins)));
    return completed;
  }
}
