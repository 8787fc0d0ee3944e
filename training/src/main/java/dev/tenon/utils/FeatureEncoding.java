package dev.tenon.utils;

import dev.tenon.layers.LayerSpec;
import dev.tenon.layers.Layers;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LayerLike;
import dev.tenon.layers.preprocessing.CategoryEncoding;
import dev.tenon.layers.preprocessing.Discretization;
import dev.tenon.layers.preprocessing.HashedCrossing;
import dev.tenon.layers.preprocessing.Hashing;
import dev.tenon.layers.preprocessing.Lookup;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The layers of a feature space, applied to inputs.
 *
 * @param inputs the inputs by feature
 * @param outputs the encoded features by name, in order; {@link #ALL} where they are one tensor
 */
record FeatureEncoding(Map<String, KerasTensor> inputs, Map<String, KerasTensor> outputs) {
  static final String ALL = "features";

  FeatureEncoding {
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  /** Applies layers to new inputs. */
  static FeatureEncoding of(Map<String, Feature> features, FeatureSpaceOptions options) {
    Map<String, KerasTensor> inputs = new LinkedHashMap<>();
    Map<String, KerasTensor> preprocessed = new LinkedHashMap<>();
    Map<String, KerasTensor> outputs = new LinkedHashMap<>();
    features.forEach(
        (name, feature) -> {
          KerasTensor input = Layers.input(name, feature.dtype(), 1);
          inputs.put(name, input);
          LayerLike layer = named(feature.layer(), name + "_preprocessor");
          KerasTensor result = layer.apply(input);
          preprocessed.put(name, result);
          outputs.put(name, encoded(name, result, layer, feature.outputMode()));
        });
    options.crosses().stream()
        .sorted(Comparator.comparing(FeatureCross::name))
        .forEach(
            cross -> {
              long bins = cross.crossingDim() == 0 ? options.crossingDim() : cross.crossingDim();
              LayerLike layer = Layers.hashedCrossing(bins).dtype("int64").name(cross.name());
              List<KerasTensor> crossed =
                  cross.featureNames().stream().map(preprocessed::get).toList();
              KerasTensor result = layer.apply(crossed);
              outputs.put(cross.name(), encoded(cross.name(), result, layer, cross.outputMode()));
            });
    return new FeatureEncoding(
        inputs, options.outputMode().equals("dict") ? outputs : Map.of(ALL, joined(outputs)));
  }

  private static LayerLike named(LayerLike layer, String name) {
    return layer instanceof LayerSpec<?, ?> spec ? spec.name(name) : layer;
  }

  private static KerasTensor encoded(
      String name, KerasTensor result, LayerLike layer, String outputMode) {
    return outputMode.equals("one_hot")
        ? Layers.categoryEncoding(categories(name, layer.member().layer())).apply(result)
        : result;
  }

  private static long categories(String name, Layer<?> layer) {
    if (layer instanceof Lookup lookup) {
      return lookup.indexCount();
    }
    if (layer instanceof CategoryEncoding encoding) {
      return encoding.numTokens();
    }
    if (layer instanceof Hashing hashing) {
      return hashing.numBins();
    }
    if (layer instanceof HashedCrossing crossing) {
      return crossing.numBins();
    }
    if (layer instanceof Discretization discretization) {
      Long bins = discretization.numBins();
      List<Double> boundaries = discretization.binBoundaries();
      return bins != null ? bins : boundaries == null ? 1 : boundaries.size() + 1L;
    }
    throw new IllegalArgumentException(
        "feature '"
            + name
            + "': outputMode 'one_hot' needs a layer with categories, received "
            + layer.className()
            + "; use the outputMode 'int' or 'float'");
  }

  private static KerasTensor joined(Map<String, KerasTensor> outputs) {
    List<KerasTensor> all = new ArrayList<>();
    outputs.forEach(
        (name, output) -> {
          if (output.dtype().isInteger() || output.dtype() == DType.STRING) {
            throw new IllegalArgumentException(
                "feature '"
                    + name
                    + "' is not encoded: it has the type "
                    + output.dtype().numpyName()
                    + "; use the outputMode 'one_hot', or 'dict' for the feature space");
          }
          all.add(output);
        });
    return all.size() == 1 ? all.get(0) : Layers.concatenate().apply(all);
  }
}
