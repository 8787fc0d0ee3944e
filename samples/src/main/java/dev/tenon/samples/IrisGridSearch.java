package dev.tenon.samples;

import static dev.tenon.Tenon.*;
import static dev.tenon.tuning.SearchOptions.searching;
import static dev.tenon.tuning.split.SplitOptions.splitting;
import static dev.tenon.tuning.split.TrainTestSplit.trainTestSplit;

import dev.tenon.Model;
import dev.tenon.data.sets.Iris;
import dev.tenon.tensor.Tensor;
import dev.tenon.tuning.GridSearch;
import dev.tenon.tuning.estimator.KerasClassifier;
import dev.tenon.tuning.estimator.Params;
import dev.tenon.tuning.scoring.Scores;
import dev.tenon.tuning.split.TrainTestParts;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Looks for the best small network for Fisher's iris flowers: every combination of width,
 * activation and learning rate, each on three folds.
 *
 * <p>{@code -Dtenon.sample.quick=true} tries two combinations for a few epochs.
 */
public final class IrisGridSearch {
  private IrisGridSearch() {}

  /** Runs the search; takes no arguments. */
  public static void main(String[] args) throws IOException {
    boolean quick = Boolean.getBoolean("tenon.sample.quick");
    Iris iris = Iris.load();
    Tensor species = names(iris.target());
    TrainTestParts parts =
        trainTestSplit(
            iris.data(), species, splitting().testSize(0.2).randomState(42).stratify(species));
    System.out.printf(
        Locale.ROOT,
        "Iris: %d flowers, 4 measures in cm each, 3 species. %d to learn from, %d held out.%n%n",
        species.size(),
        parts.yTrain().size(),
        parts.yTest().size());

    KerasClassifier classifier =
        new KerasClassifier(
                IrisGridSearch::build,
                Map.of("units", 8, "activation", "relu", "learningRate", 0.01))
            .fitOptions(fit().epochs(quick ? 3 : 40).batchSize(16).verbose(0))
            .randomState(1);
    Map<String, List<?>> grid =
        Map.of(
            "units", quick ? List.of(8) : List.of(4, 16),
            "activation", quick ? List.of("relu") : List.of("relu", "tanh"),
            "learningRate", List.of(0.003, 0.03));

    try (GridSearch<KerasClassifier> search =
        new GridSearch<>(classifier, grid, searching().cv(3).scoring("accuracy").nJobs(-1))) {
      System.out.println(search.fit(parts.xTrain(), parts.yTrain()));
      learned(search, parts);
    }
  }

  private static Tensor names(Tensor numbers) {
    String[] names = new String[numbers.size()];
    for (int i = 0; i < names.length; i++) {
      names[i] = Iris.TARGET_NAMES.get((int) numbers.getLong(i));
    }
    return Tensor.ofStrings(names, names.length);
  }

  private static Model build(Params params) {
    Model model =
        sequential(
            dense(params.integer("units")).activation(params.text("activation")).inputShape(4),
            dense(3).activation("softmax"));
    model.compile(adam(params.number("learningRate")), "sparse_categorical_crossentropy");
    return model;
  }

  /** Says what the search found, and how the best network does on flowers it has never seen. */
  private static void learned(GridSearch<KerasClassifier> search, TrainTestParts parts) {
    System.out.printf(
        Locale.ROOT,
        "Best of %d: %s, with %.1f %% right on the folds that were held out.%n",
        search.results().candidates().size(),
        search.bestParams(),
        100 * search.bestScore());
    KerasClassifier best = search.bestEstimator();
    Tensor guesses = best.predict(parts.xTest());
    System.out.printf(
        Locale.ROOT,
        "Trained again on all %d, it names %.1f %% of the %d flowers it has never seen.%n%n",
        parts.yTrain().size(),
        100 * Scores.accuracyScore(parts.yTest(), guesses),
        guesses.size());
    Tensor shares = best.predictProba(parts.xTest());
    for (int i = 0; i < 3; i++) {
      int label = (int) shares.get(i).argMax(0).getLong(0);
      System.out.printf(
          Locale.ROOT,
          "  %s cm: %s (%.0f %%), in truth %s%n",
          Arrays.toString(parts.xTest().get(i).toFloatArray()),
          guesses.getString(i),
          100 * shares.get(i).getDouble(label),
          parts.yTest().getString(i));
    }
  }
}
