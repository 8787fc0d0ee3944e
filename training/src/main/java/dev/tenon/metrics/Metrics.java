package dev.tenon.metrics;

import dev.tenon.config.ConfigRecord;
import dev.tenon.config.SavedObject;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.losses.Loss;
import dev.tenon.losses.Losses;
import dev.tenon.losses.TargetKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keras' metrics by name, by configuration and one by one.
 *
 * @see <a href="https://keras.io/api/metrics/">Keras: metrics</a>
 */
public final class Metrics {
  private Metrics() {}

  /**
   * Returns the metric of a name, under which it is reported: of a class such as {@code
   * MeanSquaredError} or its snake case, a short name such as {@code mse}, or a loss.
   *
   * @throws IllegalArgumentException for an unknown name, with the nearest ones
   */
  public static Metric of(String name) {
    return MetricCatalog.named(name);
  }

  /**
   * Returns the metric of Keras' class and configuration, Keras 3's or tf_keras'.
   *
   * @throws IllegalArgumentException for an unknown class, option or value
   */
  public static Metric of(String className, Map<String, ? extends @Nullable Object> config) {
    return MetricCatalog.of(className, config);
  }

  /** Returns the metric that is the mean of a loss, reported under the loss's name. */
  public static LossMean mean(Loss loss) {
    return LossMeans.of(loss);
  }

  /**
   * Returns the metric that a user or a file names, as Keras' {@code compile} does.
   *
   * <p>{@code accuracy} and {@code acc}, {@code crossentropy} and {@code ce} stand for the one that
   * fits: binary where the prediction's last axis is 1, sparse where the target holds numbers of
   * classes, else categorical. The name that was asked for is kept.
   *
   * @param identifier a {@link Metric}, a {@link Loss}, a name, a {@link KerasObject}, or a map
   *     with {@code class_name} and {@code config}
   * @param target what the target looks like
   * @param prediction what the prediction looks like
   * @throws IllegalArgumentException for anything else
   */
  public static Metric resolve(Object identifier, TensorType target, TensorType prediction) {
    if (identifier instanceof Metric metric) {
      return metric;
    }
    if (identifier instanceof Loss loss) {
      return mean(loss);
    }
    if (identifier instanceof KerasObject object) {
      return of(object.className(), object.config());
    }
    if (identifier instanceof Map<?, ?> map) {
      SavedObject saved = SavedObject.of("metric", map);
      return saved.config() == null ? of(saved.name()) : of(saved.name(), saved.config());
    }
    if (!(identifier instanceof String name)) {
      throw new IllegalArgumentException(
          "expected a metric, its name or its configuration, received " + identifier);
    }
    TargetKind kind = TargetKind.of(target.shape(), prediction.shape());
    if (name.equalsIgnoreCase("accuracy") || name.equalsIgnoreCase("acc")) {
      return switch (kind) {
        case BINARY -> binaryAccuracy().withName(name);
        case SPARSE -> sparseCategoricalAccuracy().withName(name);
        case CATEGORICAL -> categoricalAccuracy().withName(name);
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
   * @throws IllegalArgumentException for a metric that is no record
   */
  public static KerasObject toConfig(Metric metric) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    if (metric instanceof LossMean mean) {
      config.putAll(LossMeans.config(mean));
    } else if (metric instanceof Record values) {
      config.putAll(ConfigRecord.write(values));
    } else {
      throw new IllegalArgumentException(
          "metric '" + metric.name() + "' cannot be written to a file: its class is no record");
    }
    config.putIfAbsent("dtype", "float32");
    return new KerasObject(metric.className(), config);
  }

  /** Returns every metric that Tenon knows, with Keras' defaults. */
  public static List<Metric> all() {
    return MetricCatalog.all();
  }

  /** Returns {@link Mean} with Keras' defaults. */
  public static Mean mean() {
    return Mean.DEFAULTS;
  }

  /** Returns {@link Sum} with Keras' defaults. */
  public static Sum sum() {
    return Sum.DEFAULTS;
  }

  /** Returns {@link Accuracy} with Keras' defaults. */
  public static Accuracy accuracy() {
    return Accuracy.DEFAULTS;
  }

  /** Returns {@link BinaryAccuracy} with Keras' defaults. */
  public static BinaryAccuracy binaryAccuracy() {
    return BinaryAccuracy.DEFAULTS;
  }

  /** Returns {@link CategoricalAccuracy} with Keras' defaults. */
  public static CategoricalAccuracy categoricalAccuracy() {
    return CategoricalAccuracy.DEFAULTS;
  }

  /** Returns {@link SparseCategoricalAccuracy} with Keras' defaults. */
  public static SparseCategoricalAccuracy sparseCategoricalAccuracy() {
    return SparseCategoricalAccuracy.DEFAULTS;
  }

  /** Returns {@link TopKCategoricalAccuracy} with Keras' defaults. */
  public static TopKCategoricalAccuracy topKCategoricalAccuracy() {
    return TopKCategoricalAccuracy.DEFAULTS;
  }

  /** Returns {@link SparseTopKCategoricalAccuracy} with Keras' defaults. */
  public static SparseTopKCategoricalAccuracy sparseTopKCategoricalAccuracy() {
    return SparseTopKCategoricalAccuracy.DEFAULTS;
  }

  /** Returns {@link AUC} with Keras' defaults. */
  public static AUC auc() {
    return AUC.DEFAULTS;
  }

  /** Returns {@link Precision} with Keras' defaults. */
  public static Precision precision() {
    return Precision.DEFAULTS;
  }

  /** Returns {@link Recall} with Keras' defaults. */
  public static Recall recall() {
    return Recall.DEFAULTS;
  }

  /** Returns {@link TruePositives} with Keras' defaults. */
  public static TruePositives truePositives() {
    return TruePositives.DEFAULTS;
  }

  /** Returns {@link TrueNegatives} with Keras' defaults. */
  public static TrueNegatives trueNegatives() {
    return TrueNegatives.DEFAULTS;
  }

  /** Returns {@link FalsePositives} with Keras' defaults. */
  public static FalsePositives falsePositives() {
    return FalsePositives.DEFAULTS;
  }

  /** Returns {@link FalseNegatives} with Keras' defaults. */
  public static FalseNegatives falseNegatives() {
    return FalseNegatives.DEFAULTS;
  }

  /** Returns {@link SensitivityAtSpecificity} with Keras' defaults. */
  public static SensitivityAtSpecificity sensitivityAtSpecificity() {
    return SensitivityAtSpecificity.DEFAULTS;
  }

  /** Returns {@link SpecificityAtSensitivity} with Keras' defaults. */
  public static SpecificityAtSensitivity specificityAtSensitivity() {
    return SpecificityAtSensitivity.DEFAULTS;
  }

  /** Returns {@link PrecisionAtRecall} with Keras' defaults. */
  public static PrecisionAtRecall precisionAtRecall() {
    return PrecisionAtRecall.DEFAULTS;
  }

  /** Returns {@link RecallAtPrecision} with Keras' defaults. */
  public static RecallAtPrecision recallAtPrecision() {
    return RecallAtPrecision.DEFAULTS;
  }

  /** Returns {@link FBetaScore} with Keras' defaults. */
  public static FBetaScore fBetaScore() {
    return FBetaScore.DEFAULTS;
  }

  /** Returns {@link F1Score} with Keras' defaults. */
  public static F1Score f1Score() {
    return F1Score.DEFAULTS;
  }

  /** Returns {@link IoU} with Keras' defaults. */
  public static IoU iou() {
    return IoU.DEFAULTS;
  }

  /** Returns {@link BinaryIoU} with Keras' defaults. */
  public static BinaryIoU binaryIoU() {
    return BinaryIoU.DEFAULTS;
  }

  /** Returns {@link MeanIoU} with Keras' defaults. */
  public static MeanIoU meanIoU() {
    return MeanIoU.DEFAULTS;
  }

  /** Returns {@link OneHotIoU} with Keras' defaults. */
  public static OneHotIoU oneHotIoU() {
    return OneHotIoU.DEFAULTS;
  }

  /** Returns {@link OneHotMeanIoU} with Keras' defaults. */
  public static OneHotMeanIoU oneHotMeanIoU() {
    return OneHotMeanIoU.DEFAULTS;
  }

  /** Returns {@link R2Score} with Keras' defaults. */
  public static R2Score r2Score() {
    return R2Score.DEFAULTS;
  }

  /** Returns {@link RootMeanSquaredError} with Keras' defaults. */
  public static RootMeanSquaredError rootMeanSquaredError() {
    return RootMeanSquaredError.DEFAULTS;
  }

  /** Returns {@link CosineSimilarity} with Keras' defaults. */
  public static CosineSimilarity cosineSimilarity() {
    return CosineSimilarity.DEFAULTS;
  }

  /** Returns {@link PearsonCorrelation} with Keras' defaults. */
  public static PearsonCorrelation pearsonCorrelation() {
    return PearsonCorrelation.DEFAULTS;
  }

  /** Returns {@link ConcordanceCorrelation} with Keras' defaults. */
  public static ConcordanceCorrelation concordanceCorrelation() {
    return ConcordanceCorrelation.DEFAULTS;
  }
}
