package dev.tenon.tuning;

import static dev.tenon.tuning.SearchOptions.searching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.layers.Layers;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.random.NumpyRandom;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.tuning.estimator.Estimator;
import dev.tenon.tuning.estimator.KerasRegressor;
import dev.tenon.tuning.oracle.Brackets;
import dev.tenon.tuning.oracle.GaussianProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Hyperband and Bayesian search, against what keras-tuner and scikit-learn were recorded to do. */
final class OraclesGoldenTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static JsonNode recorded(String key) throws IOException {
    return JSON.readTree(Checkout.file("tests/goldens/tuning/oracles.json").toFile()).get(key);
  }

  @Test
  void bracketsOfKerasTuner() throws IOException {
    for (JsonNode table : recorded("brackets")) {
      Brackets brackets =
          new Brackets(table.get("max_epochs").asInt(), table.get("factor").asInt());
      List<List<List<Integer>>> found = new ArrayList<>();
      for (int bracket = 0; bracket < brackets.count(); bracket++) {
        List<List<Integer>> rounds = new ArrayList<>();
        for (int round = 0; round < brackets.rounds(bracket); round++) {
          rounds.add(List.of(brackets.size(bracket, round), brackets.epochs(bracket, round)));
        }
        found.add(rounds);
      }
      assertThat(JSON.<JsonNode>valueToTree(found))
          .as(brackets.toString())
          .isEqualTo(table.get("rounds"));
    }
  }

  @Test
  void trialsOfKerasTunerInOrder() throws IOException {
    for (JsonNode schedule : recorded("schedules")) {
      HyperbandSearch.Sweep sweep =
          new HyperbandSearch.Sweep(
              Map.of("rate", Distribution.uniform(0, 1)),
              new Brackets(schedule.get("max_epochs").asInt(), schedule.get("factor").asInt()),
              schedule.get("iterations").asInt(),
              new NumpyRandom(1));
      List<List<Object>> found = new ArrayList<>();
      List<Double> scores = new ArrayList<>();
      for (List<Proposal> next = sweep.next(scores); !next.isEmpty(); next = sweep.next(scores)) {
        for (Proposal proposal : next) {
          Object epochs = proposal.params().get("epochs");
          found.add(
              List.of(
                  sweep.bracket(),
                  sweep.round(),
                  proposal.initialEpoch(),
                  epochs,
                  proposal.past()));
          scores.add(schedule.get("scores").get(scores.size()).asDouble());
        }
      }
      assertThat(JSON.<JsonNode>valueToTree(found)).isEqualTo(schedule.get("trials"));
      assertThat(sweep.count()).isEqualTo(found.size());
    }
  }

  @Test
  void processesOfScikitLearn() throws IOException {
    for (JsonNode each : recorded("processes")) {
      double[][] points = JSON.treeToValue(each.get("x"), double[][].class);
      double[] targets = JSON.treeToValue(each.get("y"), double[].class);
      GaussianProcess process = GaussianProcess.fit(points, targets, each.get("alpha").asDouble());
      // L-BFGS-B ends within 1e-5 of the gradient, so that its length is not exact.
      double length = each.get("length").asDouble();
      assertThat(process.lengthScale()).isCloseTo(length, within(1e-3 * length));
      double[][] others = JSON.treeToValue(each.get("others"), double[][].class);
      for (int i = 0; i < others.length; i++) {
        GaussianProcess.Prediction prediction = process.predict(others[i]);
        assertThat(prediction.mean()).isCloseTo(each.get("mean").get(i).asDouble(), within(1e-3));
        assertThat(prediction.deviation())
            .isCloseTo(each.get("std").get(i).asDouble(), within(1e-3));
      }
    }
  }

  /** An estimator whose score is a function of its hyperparameters, largest at a known place. */
  private static final class Hill implements Estimator<Hill> {
    private final Map<String, Object> params =
        new TreeMap<>(Map.of("x", 0.0, "rate", 1.0, "count", 1, "kind", "a"));

    @Override
    public Hill unfitted() {
      return new Hill();
    }

    @Override
    public Map<String, Object> getParams() {
      return params;
    }

    @Override
    public Hill setParams(Map<String, ?> given) {
      params.putAll(given);
      return this;
    }

    @Override
    public Hill fit(Tensor x, Tensor y) {
      return this;
    }

    @Override
    public Tensor predict(Tensor x) {
      return x;
    }

    @Override
    public double score(Tensor samples, Tensor targets) {
      double x = (Double) params.get("x") - 0.3;
      double rate = Math.log10((Double) params.get("rate")) + 2;
      double count = (Integer) params.get("count") - 7;
      return -x * x - rate * rate - count * count / 100 - (params.get("kind").equals("b") ? 0 : 1);
    }

    @Override
    public void close() {}
  }

  private static SearchResults search(long seed) {
    Map<String, ?> space =
        Map.of(
            "x",
            Distribution.uniform(-1, 2),
            "rate",
            Distribution.loguniform(1e-4, 1),
            "count",
            Distribution.randint(1, 17),
            "kind",
            List.of("a", "b", "c"));
    Tensor data = Tensor.of(new float[] {0, 1, 2, 3}, 4, 1);
    try (BayesianSearch<Hill> search =
        new BayesianSearch<>(new Hill(), space, 40, searching().cv(2).verbose(0).refit(false))
            .randomState(seed)
            .numInitialPoints(10)) {
      return search.fit(data, data);
    }
  }

  @Test
  void theOptimumOfACheapFunctionIsFound() {
    SearchResults found = search(3);
    assertThat(found.candidates()).hasSize(40);
    Map<String, Object> best = found.bestParams();
    assertThat(found.bestScore()).as(best.toString()).isGreaterThan(-0.01);
    assertThat((Double) best.get("x")).isCloseTo(0.3, within(0.1));
    assertThat((Double) best.get("rate")).isBetween(0.008, 0.0125);
    assertThat(best.get("kind")).isEqualTo("b");
    assertThat(search(3).candidates())
        .extracting(SearchResults.Candidate::params)
        .isEqualTo(found.candidates().stream().map(SearchResults.Candidate::params).toList());
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new BayesianSearch<>(
                    new Hill(), Map.of("x", (Distribution) random -> 1.0), 3, searching()))
        .withMessageContaining("'x' must have a list of values");
  }

  /** y = 2x: what was learned in an early round must be there in the later ones. */
  @Test
  void trainingsGoOnFromRoundToRound() {
    float[] numbers = new float[16];
    float[] doubled = new float[16];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (i - 8) / 8f;
      doubled[i] = 2 * numbers[i];
    }
    Tensor x = Tensor.of(numbers, 16, 1);
    Tensor y = Tensor.of(doubled, 16);
    KerasRegressor regressor =
        new KerasRegressor(
            params -> {
              Model model =
                  Model.sequential(
                      Layers.dense(1).useBias(false).kernelInitializer("zeros").inputShape(1));
              model.compile(Optimizers.sgd(params.number("rate")), "mse");
              return model;
            },
            Map.of("rate", 0.01));
    try (HyperbandSearch<KerasRegressor> search =
        new HyperbandSearch<>(
                regressor,
                Map.of("rate", Distribution.loguniform(1e-3, 1e-2)),
                searching().cv(2).verbose(0).seed(1))
            .maxEpochs(2)
            .factor(2)
            .randomState(5)) {
      SearchResults found = search.fit(x, y);
      // keras-tuner: 2 + 1 and 2 trials.
      assertThat(found.candidates()).hasSize(5);
      List<Integer> epochs =
          found.candidates().stream().map(each -> (Integer) each.params().get("epochs")).toList();
      assertThat(epochs).containsExactly(1, 1, 2, 2, 2);
      assertThat(found.failures()).isEmpty();
      SearchResults.Candidate promoted = found.candidates().get(2);
      assertThat(found.candidates().subList(0, 2))
          .filteredOn(each -> each.params().get("rate").equals(promoted.params().get("rate")))
          .hasSize(1)
          .allMatch(each -> each.meanTestScore() < promoted.meanTestScore());
      assertThat(found.bestParams()).containsEntry("epochs", 2);
      assertThat(search.bestEstimator().history().epochs()).hasSize(2);
    }
  }
}
