package dev.tenon.tuning;

import static dev.tenon.tuning.SearchOptions.searching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.Model;
import dev.tenon.callbacks.Callback;
import dev.tenon.callbacks.TrainingRun;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.layers.core.Dense;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.FitOptions;
import dev.tenon.tuning.estimator.KerasClassifier;
import dev.tenon.tuning.estimator.KerasRegressor;
import dev.tenon.tuning.estimator.ModelFunction;
import dev.tenon.tuning.estimator.Params;
import dev.tenon.tuning.memory.MemoryGate;
import dev.tenon.tuning.numpy.UniqueLabels;
import dev.tenon.tuning.scoring.Scores;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keras models as estimators, and what a search does with them. */
class KerasSearchTest {
  private static final JsonNode GOLDEN = TuningGolden.get("search");
  private static final Tensor X = TuningGolden.tensor(GOLDEN.get("x")).cast(DType.FLOAT32);
  private static final Tensor Y = TuningGolden.tensor(GOLDEN.get("y"));

  private final Collection<Model> built = new ConcurrentLinkedQueue<>();

  @AfterEach
  void everyModelIsClosed() {
    assertThat(built)
        .allSatisfy(
            model -> assertThatThrownBy(() -> model.predict(X)).hasMessageContaining("is closed"));
  }

  private Model build(Params params) {
    return build(params, "softmax", 3, "sparse_categorical_crossentropy");
  }

  private Model build(Params params, String activation, int outputs, String loss) {
    // The second one waits for its data to know what it takes.
    Dense first = Dense.DEFAULTS.units(params.integer("units")).activation(KerasObject.of("tanh"));
    Dense last = Dense.DEFAULTS.units(outputs).activation(KerasObject.of(activation));
    Model model =
        params.integer("units") == 6
            ? Model.sequential(first, last)
            : Model.sequential(first.inputShape(4), last);
    model.compile(Optimizers.adam(params.number("rate")), loss, "accuracy");
    built.add(model);
    return model;
  }

  private KerasClassifier classifier(ModelFunction function) {
    return new KerasClassifier(function, Map.of("units", 5, "rate", 0.05))
        .fitOptions(FitOptions.fit().epochs(8).batchSize(16).verbose(0));
  }

  @Test
  void aSearchGivesTheSameHoweverManyTrialsRunAtOnce() {
    Map<String, List<?>> grid = Map.of("units", List.of(5, 6), "rate", List.of(0.05, 0.001));
    List<List<SearchResults.Candidate>> found = new ArrayList<>();
    List<Tensor> probabilities = new ArrayList<>();
    for (int jobs : new int[] {1, 3}) {
      try (GridSearch<KerasClassifier> search =
          new GridSearch<>(
              classifier(this::build),
              grid,
              searching().cv(3).scoring("neg_log_loss").nJobs(jobs).verbose(0).seed(7))) {
        found.add(search.fit(X, Y).candidates());
        assertThat(search.bestParams()).containsEntry("rate", 0.05);
        assertThat(search.bestEstimator().score(X, Y)).isGreaterThan(0.7);
        probabilities.add(search.bestEstimator().predictProba(X));
      }
    }
    for (int i = 0; i < 4; i++) {
      assertThat(found.get(0).get(i).testScores()).isEqualTo(found.get(1).get(i).testScores());
    }
    assertThat(probabilities.get(0)).isEqualTo(probabilities.get(1));
  }

  @Test
  void labelsComeBackAsTheyWere() {
    String[] names = {"pear", "Apple", "fig"};
    String[] texts = new String[(int) Y.dim(0)];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = names[(int) Y.getLong(i)];
    }
    Tensor y = Tensor.ofStrings(texts, texts.length);
    try (KerasClassifier classifier =
        classifier(params -> build(params, "softmax", 3, "categorical_crossentropy"))
            .randomState(3)
            .fit(X, y)) {
      assertThat(classifier.classes().toStringArray()).containsExactly("Apple", "fig", "pear");
      assertThat(classifier.predict(X).toStringArray()).isSubsetOf(names);
      assertThat(classifier.score(X, y)).isGreaterThan(0.7);
      assertThat(classifier.history().get("loss")).hasSize(8);
      // The model's own accuracy, which TensorFlow counts.
      Tensor codes = UniqueLabels.of(y).oneHot(3);
      assertThat(classifier.model().evaluate(X, codes).get("accuracy"))
          .isCloseTo(classifier.score(X, y), within(1e-6));
    }
  }

  @Test
  void oneOutputTellsTwoClassesApart() {
    float[] two = new float[(int) Y.dim(0)];
    for (int i = 0; i < two.length; i++) {
      two[i] = Y.getLong(i) == 0 ? 2 : 7;
    }
    Tensor y = Tensor.of(two);
    try (KerasClassifier classifier =
        classifier(params -> build(params, "sigmoid", 1, "binary_crossentropy")).fit(X, y)) {
      assertThat(classifier.score(X, y)).isEqualTo(1);
      assertThat(classifier.classes().toFloatArray()).containsExactly(2, 7);
      assertThat(classifier.predictProba(X).shape()).containsExactly(two.length, 2);
      assertThat(Scorers.of("roc_auc").score(classifier, X, y)).isEqualTo(1);
    }
  }

  @Test
  void classesThatAreMissingAreNeverPredicted() {
    // The sorted first two thirds, as a fold that is not shuffled would have them.
    Tensor y = Y.slice(0, 0, 50);
    try (KerasClassifier classifier = classifier(this::build).fit(X.slice(0, 0, 50), y)) {
      Tensor probabilities = classifier.predictProba(X);
      assertThat(probabilities.shape()).containsExactly(75, 2);
      assertThat(probabilities.getDouble(0) + probabilities.getDouble(1))
          .isCloseTo(1, within(1e-6));
      assertThat(classifier.predict(X).toLongArray()).doesNotContain(2L);
    }
  }

  @Test
  void aRegressorLearnsNumbers() {
    Tensor y = TuningGolden.tensor(GOLDEN.get("target"));
    ModelFunction function = params -> build(params, "linear", 1, "mse");
    try (KerasRegressor regressor =
        new KerasRegressor(function, Map.of("units", 16, "rate", 0.05))
            .fitOptions(FitOptions.fit().epochs(60).verbose(0))
            .randomState(1)
            .fit(X, y)) {
      assertThat(regressor.predict(X).shape()).containsExactly(75);
      // Ordinary least squares explain 0.94 of petal width; it is one of the features here.
      assertThat(regressor.score(X, y)).isGreaterThan(0.94);
      double mse = regressor.model().evaluate(X, y.expandDims(1)).get("loss");
      assertThat(Scores.meanSquaredError(y, regressor.predict(X))).isCloseTo(mse, within(1e-6));
    }
  }

  @Test
  void aTrialThatFailsIsNoted() {
    ModelFunction function =
        params -> {
          if (params.integer("units") == 3) {
            throw new IllegalStateException("no machine for 3 units");
          }
          return build(params);
        };
    Map<String, List<?>> grid = Map.of("units", List.of(3, 5), "epochs", List.of(1));
    try (GridSearch<KerasClassifier> search =
        new GridSearch<>(classifier(function), grid, searching().cv(2).verbose(0))) {
      SearchResults results = search.fit(X, Y);
      assertThat(results.failures()).hasSize(2);
      assertThat(results.candidates().get(0).meanTestScore()).isNaN();
      assertThat(results.candidates().get(0).rank()).isEqualTo(2);
      assertThat(search.bestParams()).containsEntry("units", 5);
      assertThat(results.toString()).contains("2 of 4 fits failed; the first: no machine for 3");
    }
    try (GridSearch<KerasClassifier> search =
        new GridSearch<>(
            classifier(function), grid, searching().cv(2).verbose(0).errorScore("raise"))) {
      assertThatThrownBy(() -> search.fit(X, Y)).hasMessage("no machine for 3 units");
    }
    try (GridSearch<KerasClassifier> search =
        new GridSearch<>(
            classifier(function), Map.of("units", List.of(3)), searching().cv(2).verbose(0))) {
      assertThatThrownBy(() -> search.fit(X, Y))
          .hasMessageContaining("all 2 fits failed; the first: no machine");
      assertThatThrownBy(search::bestScore).hasMessageContaining("call fit(x, y) first");
    }
  }

  @Test
  void namesAreChecked() {
    KerasClassifier classifier = classifier(this::build);
    assertThatThrownBy(() -> classifier.setParams(Map.of("unit", 3)))
        .hasMessageContaining("unknown hyperparameter 'unit'; nearest are 'units'");
    assertThatThrownBy(() -> classifier.setParams(Map.of("epochs", "3")))
        .hasMessageContaining("'epochs' must be an integer, received 3 (String)");
    assertThat(classifier.setParams(Map.of("batch_size", 4)).getParams())
        .containsEntry("batchSize", 4)
        .containsEntry("units", 5);
    assertThatThrownBy(() -> classifier.predict(X)).hasMessageContaining("call fit(x, y) first");
    try (GridSearch<KerasClassifier> search =
        new GridSearch<>(classifier, Map.of("layers", List.of(1)), searching())) {
      assertThatThrownBy(() -> search.fit(X, Y)).hasMessageContaining("hyperparameter 'layers'");
    }
    assertThatThrownBy(() -> build(new Params(Map.of("unitz", 1))))
        .hasMessageContaining("unknown hyperparameter 'units'; nearest are 'unitz'");
  }

  @Test
  void anInterruptAfterTheLastBatchCancelsTheFitToo() {
    Callback late =
        new Callback() {
          @Override
          public void onTrainEnd(TrainingRun fitting, Map<String, Double> logs) {
            Thread.currentThread().interrupt();
          }
        };
    try (KerasClassifier classifier = classifier(this::build).callbacks(() -> List.of(late))) {
      assertThatThrownBy(() -> classifier.fit(X, Y)).isInstanceOf(CancellationException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void anInterruptEndsTheSearchAndClosesItsModels() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(2);
    ModelFunction function =
        params -> {
          Model model = build(params);
          begun.countDown();
          return model;
        };
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread searcher =
        new Thread(
            () -> {
              try (GridSearch<KerasClassifier> search =
                  new GridSearch<>(
                      classifier(function),
                      Map.of("epochs", List.of(1_000_000)),
                      searching().cv(4).nJobs(2).verbose(0))) {
                search.fit(X, Y);
              } catch (CancellationException e) {
                thrown.set(e);
              }
            });
    searcher.start();
    begun.await();
    searcher.interrupt();
    searcher.join(60_000);
    assertThat(thrown.get()).hasMessageContaining("the search was interrupted");
    assertThat(built).hasSize(2);
  }

  @Test
  void trialsWaitForMemory() throws InterruptedException {
    MemoryGate gate = new MemoryGate(100);
    MemoryGate.Lease large = gate.lease();
    large.take(500);
    MemoryGate.Lease small = gate.lease();
    Thread waiting =
        new Thread(
            () -> {
              try {
                small.take(60);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    waiting.start();
    waiting.join(50);
    assertThat(waiting.isAlive()).isTrue();
    large.close();
    waiting.join(10_000);
    assertThat(waiting.isAlive()).isFalse();
    try (KerasClassifier classifier = classifier(this::build)) {
      // 43 weights are next to nothing beside what a session takes.
      assertThat(classifier.memory(X, Y)).isBetween(16L << 20, 17L << 20);
    }
  }
}
