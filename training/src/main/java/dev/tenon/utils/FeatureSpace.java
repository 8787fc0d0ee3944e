package dev.tenon.utils;

import dev.tenon.Model;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.model.SaveReport;
import dev.tenon.model.TensorSpec;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns columns of data into numbers for a network; Keras' {@code FeatureSpace}.
 *
 * <p>Each feature has a layer, and its results may be encoded one-hot. Crosses join features. In
 * the mode {@code concat} all are joined in the order of their names, crosses last; in {@code dict}
 * they stay apart. Data are columns (batch) or (batch, 1), or scalars for a single sample. Setters
 * return a copy; {@link #adapt} returns one that has seen data. Not safe for use by several threads
 * until it has encoded something once.
 *
 * <pre>{@code
 * FeatureSpace space =
 *     FeatureSpace.of(Map.of("age", "float_normalized", "town", "string_categorical")).adapt(data);
 * Tensor rows = space.encode(data);
 * Model model = Model.of(
 *     List.copyOf(space.inputs().values()), List.of(dense(1).apply(space.encodedFeatures())));
 * }</pre>
 *
 * @see <a href="https://keras.io/api/utils/feature_space/">Keras: FeatureSpace</a>
 */
public final class FeatureSpace implements AutoCloseable {
  private static final int DIM = 32;

  private final FeatureSpaceOptions options;
  private final boolean adapted;
  private @Nullable FeatureEncoding encoding;
  private @Nullable Model model;

  private FeatureSpace(FeatureSpaceOptions options, boolean adapted) {
    this.options = options;
    this.adapted = adapted;
  }

  /**
   * Returns a space of Keras' types of features, by name.
   *
   * @param features types such as {@code float_normalized}; see {@link Feature#of(String)}
   */
  public static FeatureSpace of(Map<String, String> features) {
    FeatureSpace space =
        new FeatureSpace(
            new FeatureSpaceOptions(Map.of(), List.of(), "concat", DIM, DIM, DIM), false);
    for (Map.Entry<String, String> feature : features.entrySet()) {
      space = space.feature(feature.getKey(), Feature.of(feature.getValue()));
    }
    return space;
  }

  private FeatureSpace with(FeatureSpaceOptions changed) {
    if (adapted) {
      throw new IllegalStateException(
          "the feature space is adapted already; set its options before adapt");
    }
    return new FeatureSpace(changed, false);
  }

  /** Adds a feature, or replaces that of the name. */
  public FeatureSpace feature(String name, Feature feature) {
    Map<String, Feature> features = new TreeMap<>(options.features());
    features.put(name, feature);
    return with(options.features(features));
  }

  /** Joins features one-hot, with {@link #crossingDim} bins. */
  public FeatureSpace cross(String... featureNames) {
    return cross(new FeatureCross(List.of(featureNames), 0, "one_hot"));
  }

  /**
   * Joins features.
   *
   * @param cross 0 as its number of bins stands for {@link #crossingDim}
   * @throws IllegalArgumentException where a feature is unknown
   */
  public FeatureSpace cross(FeatureCross cross) {
    if (!options.features().keySet().containsAll(cross.featureNames())) {
      throw new IllegalArgumentException(
          "cross: expected some of the features "
              + options.features().keySet()
              + ", received "
              + cross.featureNames());
    }
    List<FeatureCross> crosses = new ArrayList<>(options.crosses());
    crosses.add(cross);
    return with(options.crosses(crosses));
  }

  /** Sets Keras' {@code output_mode}: {@code concat} or {@code dict}. */
  public FeatureSpace outputMode(String outputMode) {
    if (!outputMode.equals("concat") && !outputMode.equals("dict")) {
      throw new IllegalArgumentException(
          "outputMode: expected 'concat' or 'dict', received '" + outputMode + "'");
    }
    return with(options.outputMode(outputMode));
  }

  /** Sets Keras' {@code crossing_dim}: the bins of crosses that do not say it; 32. */
  public FeatureSpace crossingDim(long crossingDim) {
    return with(options.crossingDim(crossingDim));
  }

  /** Sets Keras' {@code hashing_dim}: the bins of hashed features that do not say it; 32. */
  public FeatureSpace hashingDim(long hashingDim) {
    return with(options.hashingDim(hashingDim));
  }

  /** Sets Keras' {@code num_discretization_bins}; 32. */
  public FeatureSpace numDiscretizationBins(long bins) {
    return with(options.numDiscretizationBins(bins));
  }

  /**
   * Returns the space with layers adapted to the columns of data; this one stays as it is.
   *
   * @throws IllegalArgumentException for data that a layer cannot measure
   */
  public FeatureSpace adapt(Map<String, Tensor> data) {
    Map<String, Feature> features = new TreeMap<>();
    options
        .completed()
        .forEach(
            (name, feature) ->
                features.put(name, AdaptedFeature.of(name, feature, data.get(name))));
    return new FeatureSpace(options.features(features), true);
  }

  private FeatureEncoding encoding() {
    FeatureEncoding made = encoding;
    if (made == null) {
      Map<String, Feature> features = options.completed();
      if (features.isEmpty()) {
        throw new IllegalStateException("the feature space has no features: add some first");
      }
      List<String> open = new ArrayList<>();
      features.forEach(
          (name, feature) -> {
            if (!adapted && AdaptedFeature.isNeeded(feature)) {
              open.add(name);
            }
          });
      if (!open.isEmpty()) {
        throw new IllegalStateException(
            "the features " + open + " need data: call adapt(data) before the space is used");
      }
      made = FeatureEncoding.of(features, options);
      encoding = made;
    }
    return made;
  }

  /** Returns the inputs by feature, each (batch, 1), for a model of one's own. */
  public Map<String, KerasTensor> inputs() {
    return encoding().inputs();
  }

  /**
   * Returns all encoded features as one tensor, for a model of one's own.
   *
   * @throws IllegalStateException in the mode {@code dict}
   */
  public KerasTensor encodedFeatures() {
    return Objects.requireNonNull(encoding().outputs().get(only()));
  }

  /** Returns encoded features by name; in the mode {@code concat} one, {@code features}. */
  public Map<String, KerasTensor> encodedFeaturesByName() {
    return encoding().outputs();
  }

  private String only() {
    if (!options.outputMode().equals("concat")) {
      throw new IllegalStateException(
          "in the mode 'dict' the features are not one tensor; ask for them by name");
    }
    return FeatureEncoding.ALL;
  }

  /**
   * Returns the model that encodes; {@link Model#close} is called by {@link #close}.
   *
   * @throws IllegalStateException where features need data first
   */
  public synchronized Model model() {
    Model made = model;
    if (made == null) {
      FeatureEncoding built = encoding();
      made =
          Model.of(
              "feature_space",
              List.copyOf(built.inputs().values()),
              List.copyOf(built.outputs().values()));
      model = made;
    }
    return made;
  }

  /**
   * Returns the encoded columns: (batch, numbers), or (numbers) for a single sample.
   *
   * @throws IllegalStateException in the mode {@code dict}
   */
  public Tensor encode(Map<String, Tensor> data) {
    String all = only();
    return Objects.requireNonNull(encodeByName(data).get(all));
  }

  /** Returns the encoded columns by name; in the mode {@code concat} one, {@code features}. */
  public Map<String, Tensor> encodeByName(Map<String, Tensor> data) {
    Map<String, Tensor> fed = new LinkedHashMap<>();
    boolean[] single = {false};
    options
        .features()
        .forEach(
            (name, feature) -> {
              Tensor given = data.get(name);
              Tensor column = AdaptedFeature.column(name, given);
              single[0] |= given != null && given.rank() == 0;
              fed.put(
                  name, feature.dtype() == DType.STRING ? column : column.cast(feature.dtype()));
            });
    Map<String, Tensor> found = model().predict(fed);
    Map<String, Tensor> named = new LinkedHashMap<>();
    List<TensorSpec> outputs = model().outputs();
    int at = 0;
    for (String name : encoding().outputs().keySet()) {
      Tensor encoded = Objects.requireNonNull(found.get(outputs.get(at++).name()));
      named.put(name, single[0] ? encoded.get(0) : encoded);
    }
    return named;
  }

  /**
   * Saves the encoding model, which Keras opens as a functional model.
   *
   * @throws IOException where the file cannot be written
   */
  public SaveReport save(Path filepath) throws IOException {
    return model().save(filepath);
  }

  @Override
  public synchronized void close() {
    if (model != null) {
      model.close();
      model = null;
    }
  }
}
