package dev.tenon.utils;

import dev.tenon.layers.AdaptableSpec;
import dev.tenon.layers.preprocessing.Discretization;
import dev.tenon.layers.preprocessing.Lookup;
import dev.tenon.layers.preprocessing.Normalization;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adapts the layers of features to columns of data. */
final class AdaptedFeature {
  /** The samples that Keras' FeatureSpace puts into a batch. */
  private static final int BATCH = 32;

  private AdaptedFeature() {}

  /** Says whether a feature's layer learns from data and has not done so. */
  static boolean isNeeded(Feature feature) {
    if (!(feature.preprocessor() instanceof AdaptableSpec<?, ?> spec)) {
      return false;
    }
    Object config = spec.config();
    if (config instanceof Normalization normalization) {
      return normalization.mean() == null;
    }
    if (config instanceof Discretization discretization) {
      return discretization.binBoundaries() == null;
    }
    return !(config instanceof Lookup lookup) || lookup.vocabulary() == null;
  }

  static Feature of(String name, Feature feature, @Nullable Tensor data) {
    if (!isNeeded(feature) || !(feature.preprocessor() instanceof AdaptableSpec<?, ?> spec)) {
      return feature;
    }
    Tensor column = column(name, data);
    List<Tensor> batches = new ArrayList<>();
    for (long from = 0; from < column.dim(0); from += BATCH) {
      batches.add(column.slice(0, from, Math.min(from + BATCH, column.dim(0))));
    }
    return feature.preprocessor(spec.adapt(batches));
  }

  /** Returns data as a column (batch, 1). */
  static Tensor column(String name, @Nullable Tensor data) {
    if (data == null) {
      throw new IllegalArgumentException("data: expected a column '" + name + "', received none");
    }
    return switch (data.rank()) {
      case 0 -> data.reshape(1, 1);
      case 1 -> data.expandDims(1);
      default -> data;
    };
  }
}
