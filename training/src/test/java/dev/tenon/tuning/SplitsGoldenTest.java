package dev.tenon.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.tuning.split.CrossValidator;
import dev.tenon.tuning.split.KFold;
import dev.tenon.tuning.split.Split;
import dev.tenon.tuning.split.SplitOptions;
import dev.tenon.tuning.split.StratifiedKFold;
import dev.tenon.tuning.split.TrainTestParts;
import dev.tenon.tuning.split.TrainTestSplit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The same samples are held out as by scikit-learn for the same seed. */
class SplitsGoldenTest {
  @TestFactory
  Stream<DynamicTest> trainTestSplit() {
    return TuningGolden.each("trainTest")
        .map(golden -> DynamicTest.dynamicTest(name(golden), () -> trainTest(golden)));
  }

  private static String name(JsonNode golden) {
    return "n " + golden.get("n") + " test " + golden.get("test") + " seed " + golden.get("seed");
  }

  private static void trainTest(JsonNode golden) {
    SplitOptions options = SplitOptions.splitting().shuffle(golden.path("shuffle").asBoolean(true));
    if (golden.has("seed")) {
      options = options.randomState(golden.get("seed").asLong());
    }
    if (golden.hasNonNull("test")) {
      options = options.testSize(golden.get("test").numberValue());
    }
    if (golden.has("trainSize") && !golden.get("trainSize").isNull()) {
      options = options.trainSize(golden.get("trainSize").numberValue());
    }
    if (golden.has("stratify")) {
      options = options.stratify(TuningGolden.tensor(golden.get("stratify")));
    }
    Split split = TrainTestSplit.indices(golden.get("n").asInt(), options);
    assertThat(split.train()).isEqualTo(TuningGolden.ints(golden.get("train")));
    assertThat(split.test()).isEqualTo(TuningGolden.ints(golden.get("held")));
  }

  @TestFactory
  Stream<DynamicTest> folds() {
    return TuningGolden.each("folds")
        .map(
            golden ->
                DynamicTest.dynamicTest(
                    golden.get("kind").asText() + " " + golden.get("k") + " " + golden.get("seed"),
                    () -> folds(golden)));
  }

  private static void folds(JsonNode golden) {
    int samples = golden.get("n").asInt();
    int k = golden.get("k").asInt();
    Tensor x = Tensor.zeros(DType.FLOAT32, samples, 2);
    boolean plain = golden.get("kind").asText().equals("KFold");
    Tensor y = plain ? Tensor.zeros(DType.FLOAT32, samples) : TuningGolden.tensor(golden.get("y"));
    JsonNode seed = golden.get("seed");
    CrossValidator validator;
    if (plain) {
      validator = seed.isNull() ? new KFold(k) : new KFold(k).randomState(seed.asLong());
    } else {
      validator =
          seed.isNull()
              ? new StratifiedKFold(k)
              : new StratifiedKFold(k).randomState(seed.asLong());
    }
    List<Split> splits = validator.split(x, y);
    assertThat(splits).hasSize(k);
    for (int i = 0; i < k; i++) {
      int[] held = TuningGolden.ints(golden.get("tests").get(i));
      assertThat(splits.get(i).test()).isEqualTo(held);
      assertThat(splits.get(i).train()).hasSize(samples - held.length).doesNotContain(held);
    }
  }

  @Test
  void partsAreTakenFromBothTensors() {
    Tensor x = Tensor.of(new float[][] {{0, 1}, {2, 3}, {4, 5}, {6, 7}});
    Tensor y = Tensor.ofStrings(new String[] {"a", "b", "c", "d"});
    TrainTestParts parts =
        TrainTestSplit.trainTestSplit(x, y, SplitOptions.splitting().testSize(1).shuffle(false));
    assertThat(parts.xTrain().toFloatArray()).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(parts.xTest().toFloatArray()).containsExactly(6, 7);
    assertThat(parts.yTest().toStringArray()).containsExactly("d");
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Tensor x = Tensor.zeros(DType.FLOAT32, 10, 2);
    Tensor y = Tensor.of(new int[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
    SplitOptions options = SplitOptions.splitting();
    assertThatThrownBy(() -> TrainTestSplit.trainTestSplit(x, y, options.testSize(1.5)))
        .hasMessageContaining("testSize must be a fraction between 0 and 1")
        .hasMessageContaining("received 1.5");
    assertThatThrownBy(() -> TrainTestSplit.trainTestSplit(x, y, options.testSize(10)))
        .hasMessageContaining("testSize must be");
    assertThatThrownBy(
            () -> TrainTestSplit.trainTestSplit(x, y, options.testSize(0.7).trainSize(0.5)))
        .hasMessageContaining("nor both together more than there are");
    assertThatThrownBy(() -> TrainTestSplit.trainTestSplit(x, y, options.stratify(y)))
        .hasMessageContaining("class 1 has one member");
    assertThatThrownBy(() -> options.shuffle(false).stratify(y))
        .hasMessageContaining("stratify is for shuffle(true)");
    assertThatThrownBy(() -> new KFold(1)).hasMessageContaining("nSplits must be at least 2");
    assertThatThrownBy(() -> new KFold(3, false, 7L)).hasMessageContaining("randomState has no");
    assertThatThrownBy(() -> new KFold(11).split(x, y)).hasMessageContaining("the 10 samples");
    assertThatThrownBy(() -> new StratifiedKFold(10).split(x, y))
        .hasMessageContaining("more than the members of every class");
    assertThatThrownBy(() -> new StratifiedKFold(2).split(x, Tensor.full(DType.FLOAT32, 0.5, 10)))
        .hasMessageContaining("use KFold");
  }
}
