package dev.tenon.tuning;

import dev.tenon.internal.text.Names;
import dev.tenon.tensor.Tensor;
import dev.tenon.tuning.estimator.Classifier;
import dev.tenon.tuning.estimator.Estimator;
import dev.tenon.tuning.numpy.UniqueLabels;
import dev.tenon.tuning.scoring.Average;
import dev.tenon.tuning.scoring.Probabilities;
import dev.tenon.tuning.scoring.Scores;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleBiFunction;

/**
 * The scorers of scikit-learn's {@code scoring} argument by name.
 *
 * <p>Errors are negated and called {@code neg_…}, so that greater is better. Unlike scikit-learn,
 * {@code neg_log_loss} accepts test data without some of the classes.
 *
 * @see <a href="https://scikit-learn.org/stable/modules/model_evaluation.html">scikit-learn:
 *     scoring</a>
 */
public final class Scorers {
  private static final Map<String, Scorer> ALL = all();

  private Scorers() {}

  private static Map<String, Scorer> all() {
    Map<String, Scorer> all = new TreeMap<>();
    all.put("accuracy", predicted(Scores::accuracyScore));
    all.put("balanced_accuracy", predicted(Scores::balancedAccuracyScore));
    all.put("matthews_corrcoef", predicted(Scores::matthewsCorrcoef));
    for (Average average : Average.values()) {
      String suffix = suffix(average);
      all.put("f1" + suffix, predicted((y, guess) -> Scores.f1Score(y, guess, average)));
      all.put(
          "precision" + suffix, predicted((y, guess) -> Scores.precisionScore(y, guess, average)));
      all.put("recall" + suffix, predicted((y, guess) -> Scores.recallScore(y, guess, average)));
    }
    all.put("neg_log_loss", probable((y, shares, classes) -> -Scores.logLoss(y, shares, classes)));
    all.put("roc_auc", probable(Scorers::rocAuc));
    all.put(
        "roc_auc_ovr",
        probable(
            (y, shares, classes) -> Probabilities.areaOneVersusRest(y, shares, classes, false)));
    all.put(
        "roc_auc_ovr_weighted",
        probable(
            (y, shares, classes) -> Probabilities.areaOneVersusRest(y, shares, classes, true)));
    all.put("r2", predicted(Scores::r2Score));
    all.put("explained_variance", predicted(Scores::explainedVarianceScore));
    all.put("neg_mean_squared_error", error(Scores::meanSquaredError));
    all.put("neg_root_mean_squared_error", error(Scores::rootMeanSquaredError));
    all.put("neg_mean_absolute_error", error(Scores::meanAbsoluteError));
    all.put("neg_median_absolute_error", error(Scores::medianAbsoluteError));
    all.put("neg_max_error", error(Scores::maxError));
    all.put("neg_mean_absolute_percentage_error", error(Scores::meanAbsolutePercentageError));
    all.put("neg_mean_squared_log_error", error(Scores::meanSquaredLogError));
    all.put("neg_root_mean_squared_log_error", error(Scores::rootMeanSquaredLogError));
    return Collections.unmodifiableMap(all);
  }

  private static String suffix(Average average) {
    return switch (average) {
      case BINARY -> "";
      case MICRO -> "_micro";
      case MACRO -> "_macro";
      case WEIGHTED -> "_weighted";
    };
  }

  private static Scorer predicted(ToDoubleBiFunction<Tensor, Tensor> score) {
    return (estimator, x, y) -> score.applyAsDouble(y, estimator.predict(x));
  }

  private static Scorer error(ToDoubleBiFunction<Tensor, Tensor> error) {
    return predicted((y, guess) -> -error.applyAsDouble(y, guess));
  }

  private interface OfProbabilities {
    double score(Tensor y, Tensor probabilities, Tensor classes);
  }

  private static Scorer probable(OfProbabilities score) {
    return (estimator, x, y) -> {
      if (estimator instanceof Classifier<?> classifier) {
        return score.score(y, classifier.predictProba(x), classifier.classes());
      }
      throw new IllegalArgumentException(
          "a score of probabilities is for a classifier, not " + estimator);
    };
  }

  private static double rocAuc(Tensor y, Tensor shares, Tensor classes) {
    if (classes.dim(0) != 2) {
      throw new IllegalArgumentException(
          "roc_auc is for two classes; the estimator knows "
              + UniqueLabels.keys(classes)
              + ": choose roc_auc_ovr");
    }
    return Scores.rocAucScore(y, shares.slice(1, 1, 2).reshape(-1));
  }

  /**
   * Returns a scorer by scikit-learn's name.
   *
   * @param name the name, such as {@code f1_macro}
   * @throws IllegalArgumentException if the name is unknown; the message has the nearest names
   */
  public static Scorer of(String name) {
    if (!ALL.containsKey(name)) {
      throw new IllegalArgumentException(Names.unknown("scoring", name, ALL.keySet()));
    }
    return new Named(name);
  }

  /** Travels to other machines as its name. */
  private record Named(String name) implements Scorer {
    @Override
    public double score(Estimator<?> estimator, Tensor x, Tensor y) {
      return Objects.requireNonNull(ALL.get(name)).score(estimator, x, y);
    }
  }

  /** Returns all names in alphabetical order. */
  public static Set<String> names() {
    return ALL.keySet();
  }
}
