package dev.tenon.metrics;

import dev.tenon.config.ConfigRecord;
import dev.tenon.config.SavedObject;
import dev.tenon.internal.annotations.DefaultFactories;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.losses.Loss;
import dev.tenon.losses.Losses;
import dev.tenon.losses.TargetKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The factories of Keras' metrics, and look-ups of a metric by name or configuration.
 *
 * @see <a href="https://keras.io/api/metrics/">Keras: metrics</a>
 */
@DefaultFactories(
    value = {
      Mean.class,
      Sum.class,
      Accuracy.class,
      BinaryAccuracy.class,
      CategoricalAccuracy.class,
      SparseCategoricalAccuracy.class,
      TopKCategoricalAccuracy.class,
      SparseTopKCategoricalAccuracy.class,
      CosineSimilarity.class,
      PearsonCorrelation.class,
      ConcordanceCorrelation.class,
      RootMeanSquaredError.class,
      AUC.class,
      Precision.class,
      Recall.class,
      TruePositives.class,
      TrueNegatives.class,
      FalsePositives.class,
      FalseNegatives.class,
      SensitivityAtSpecificity.class,
      SpecificityAtSensitivity.class,
      PrecisionAtRecall.class,
      RecallAtPrecision.class,
      FBetaScore.class,
      F1Score.class,
      R2Score.class,
      IoU.class,
      BinaryIoU.class,
      MeanIoU.class,
      OneHotIoU.class,
      OneHotMeanIoU.class
    },
    kind = Metric.class,
    names = "iou")
public final class Metrics extends MetricFactories {
  private static final String LOSSES = "keras.losses";

  private Metrics() {}

  /**
   * Returns the metric of a name, under which it is reported.
   *
   * <p>The name is a class such as {@code MeanSquaredError}, its snake case, a short name such as
   * {@code mse}, or a loss.
   *
   * @param name the name
   * @throws IllegalArgumentException if the name is unknown; the message has the nearest names
   */
  public static Metric of(String name) {
    return MetricCatalog.named(name);
  }

  /**
   * Returns the metric of a Keras class and its configuration, in the keys of Keras 3 or tf_keras.
   *
   * @param className Keras' class name, such as {@code AUC}
   * @param config the configuration
   * @throws IllegalArgumentException if the class, an option or a value is unknown
   */
  public static Metric of(String className, Map<String, ? extends @Nullable Object> config) {
    return MetricCatalog.of(className, config);
  }

  /**
   * Returns Keras' {@code LogCoshError}: the mean of {@code log(cosh(prediction - target))}.
   *
   * @see <a href="https://keras.io/api/metrics/regression_metrics/#logcosherror-class">Keras:
   *     LogCoshError</a>
   */
  public static LossMean logCoshError() {
    return mean(Losses.logCosh()).name("logcosh");
  }

  /**
   * Returns the mean of a loss over all samples as a metric, reported under the loss's name.
   *
   * @param loss the loss
   */
  public static LossMean mean(Loss loss) {
    return LossMeans.of(loss);
  }

  /**
   * Resolves a metric identifier as Keras' {@code compile} does.
   *
   * <p>{@code accuracy}, {@code acc}, {@code crossentropy} and {@code ce} resolve by shape: binary
   * where the prediction's last axis is 1, sparse where targets are class indices, otherwise
   * categorical. The metric keeps the given name.
   *
   * <p>A {@link Loss} becomes the metric of its name, such as {@code MeanSquaredError}, the mean
   * over all samples. A loss without such a metric is averaged over batches with equal weights, as
   * Keras does with a loss object. Both are reported under the loss's name.
   *
   * @param identifier a {@link Metric}, a {@link Loss}, a name, a {@link KerasObject}, or a map
   *     with {@code class_name} and {@code config}
   * @param target the type of the targets
   * @param prediction the type of the predictions
   * @throws IllegalArgumentException if the identifier has another type or its name is unknown
   */
  public static Metric resolve(Object identifier, TensorType target, TensorType prediction) {
    if (identifier instanceof Metric metric) {
      return metric;
    }
    if (identifier instanceof Loss loss) {
      return LossMeans.ofObject(loss);
    }
    if (identifier instanceof KerasObject object) {
      return of(object.className(), object.config());
    }
    if (identifier instanceof Map<?, ?> map) {
      SavedObject saved = SavedObject.of("metric", map);
      if (LOSSES.equals(map.get("module")) && saved.config() != null) {
        Loss loss = Losses.of(saved.name(), saved.config());
        return new BatchLossMean(loss, loss.name());
      }
      Optional<Metric> custom = saved.custom(Metric.class);
      if (custom.isPresent()) {
        return custom.get();
      }
      return saved.config() == null ? of(saved.name()) : of(saved.name(), saved.config());
    }
    if (!(identifier instanceof String name)) {
      throw new IllegalArgumentException(
          "expected a metric, its name or its configuration, received " + identifier);
    }
    TargetKind kind = TargetKind.of(target.shape(), prediction.shape());
    if (name.equalsIgnoreCase("accuracy") || name.equalsIgnoreCase("acc")) {
      return switch (kind) {
        case BINARY -> binaryAccuracy().name(name);
        case SPARSE -> sparseCategoricalAccuracy().name(name);
        case CATEGORICAL -> categoricalAccuracy().name(name);
      };
    }
    if (name.equalsIgnoreCase("crossentropy") || name.equalsIgnoreCase("ce")) {
      return mean(Losses.resolve(name, target, prediction));
    }
    return of(name);
  }

  /**
   * Returns Keras' class and configuration of a metric.
   *
   * @param metric the metric
   * @throws IllegalArgumentException if the metric or its loss is not a record
   */
  public static KerasObject toConfig(Metric metric) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    if (metric instanceof LossMean mean) {
      config.putAll(LossMeans.config(mean));
    } else if (metric instanceof BatchLossMean mean) {
      KerasObject loss = Losses.toConfig(mean.loss());
      config.put("name", mean.name());
      config.put("fn", SavedObject.written(LOSSES, loss.className(), loss.config()));
    } else if (metric instanceof Record values) {
      config.putAll(ConfigRecord.write(values));
    } else {
      throw new IllegalArgumentException(
          "metric '" + metric.name() + "' cannot be written to a file: its class is no record");
    }
    config.putIfAbsent("dtype", "float32");
    return new KerasObject(metric.className(), config);
  }

  /** Returns every metric of Keras with Keras' default arguments. */
  public static List<Metric> all() {
    return MetricCatalog.all();
  }
}
