package dev.tenon.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.tensor.Tensor;
import dev.tenon.tuning.estimator.Classifier;
import dev.tenon.tuning.numpy.NumpyStatistics;
import dev.tenon.tuning.numpy.UniqueLabels;
import dev.tenon.tuning.scoring.Average;
import dev.tenon.tuning.scoring.Scores;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Scores are scikit-learn's. */
class ScoresGoldenTest {
  @TestFactory
  Stream<DynamicTest> scores() {
    return TuningGolden.each("scores")
        .map(golden -> DynamicTest.dynamicTest(golden.get("name").asText(), () -> score(golden)));
  }

  private static void score(JsonNode golden) {
    Tensor y = TuningGolden.tensor(golden.get("y"));
    Said said =
        new Said(
            y,
            golden.has("guess") ? TuningGolden.tensor(golden.get("guess")) : null,
            golden.has("proba") ? TuningGolden.tensor(golden.get("proba")) : null);
    double value = Scorers.of(golden.get("name").asText()).score(said, y, y);
    double expected = golden.get("value").asDouble();
    // Sums are added up in another order than NumPy's.
    assertThat(value).isCloseTo(expected, within(1e-14 * Math.max(1, Math.abs(expected))));
  }

  /** Predicts what it is told. */
  private record Said(Tensor y, @Nullable Tensor guess, @Nullable Tensor proba)
      implements Classifier<Said> {
    @Override
    public Tensor classes() {
      return UniqueLabels.of(y).classes();
    }

    @Override
    public Tensor predictProba(Tensor x) {
      return Objects.requireNonNull(proba);
    }

    @Override
    public Tensor predict(Tensor x) {
      return Objects.requireNonNull(guess);
    }

    @Override
    public Said unfitted() {
      return this;
    }

    @Override
    public Map<String, Object> getParams() {
      return Map.of();
    }

    @Override
    public Said setParams(Map<String, ?> params) {
      return this;
    }

    @Override
    public Said fit(Tensor x, Tensor targets) {
      return this;
    }

    @Override
    public void close() {}
  }

  @Test
  void meansAndDeviationsAreNumpysToTheLastBit() {
    JsonNode golden = TuningGolden.get("statistics");
    double[] values = TuningGolden.doubles(golden.get("values"));
    int[] counts = TuningGolden.ints(golden.get("counts"));
    for (int i = 0; i < counts.length; i++) {
      double[] first = Arrays.copyOf(values, counts[i]);
      assertThat(NumpyStatistics.mean(first)).isEqualTo(golden.get("means").get(i).asDouble());
      assertThat(NumpyStatistics.std(first)).isEqualTo(golden.get("stds").get(i).asDouble());
    }
  }

  @Test
  void whatCannotBeScoredIsRefused() {
    Tensor three = Tensor.of(new int[] {0, 1, 2});
    assertThatThrownBy(() -> Scorers.of("f1_makro"))
        .hasMessageContaining("unknown scoring 'f1_makro'; nearest are 'f1_macro'");
    assertThatThrownBy(() -> Scores.f1Score(three, three, Average.BINARY))
        .hasMessageContaining("choose the average micro, macro or weighted");
    assertThatThrownBy(() -> Scores.accuracyScore(three, Tensor.of(new int[] {1, 2})))
        .hasMessageContaining("targets of shape (3,) and predictions of shape (2,)");
    assertThatThrownBy(() -> Scores.rocAucScore(three, three))
        .hasMessageContaining("choose roc_auc_ovr");
    assertThatThrownBy(() -> Scores.logLoss(three, three, Tensor.of(new int[] {0, 1})))
        .hasMessageContaining("label 2 of sample 2 is none of the classes [0, 1]");
    assertThatThrownBy(
            () -> Scores.maxError(Tensor.of(new float[2][2]), Tensor.of(new float[2][2])))
        .hasMessageContaining("max_error is for one number a sample");
  }
}
