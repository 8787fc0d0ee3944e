package dev.tenon.training;

import static dev.tenon.training.FitOptions.fit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tenon.Model;
import dev.tenon.callbacks.Callbacks;
import dev.tenon.callbacks.History;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.layers.core.Dense;
import dev.tenon.metrics.Metric;
import dev.tenon.metrics.Metrics;
import dev.tenon.optimizers.OptimizerOptions;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Data and arguments that do not fit: the error names them, and the model trains on. */
class BadTrainingInputTest {
  private static final FitOptions QUIET = fit().verbose(0);
  private static final String SPARSE = "sparse_categorical_crossentropy";

  private final Model model =
      Model.sequential(
          "net",
          List.of(
              Dense.DEFAULTS
                  .units(3)
                  .activation(KerasObject.of("softmax"))
                  .named("scores")
                  .inputShape(5)));

  @AfterEach
  void close() {
    model.close();
  }

  private static Tensor zeros(long... shape) {
    return Tensor.zeros(DType.FLOAT32, shape);
  }

  private static Tensor numbers(float... values) {
    return Tensor.of(values, values.length);
  }

  /** What was trained before stays, and the model goes on with good data. */
  private void refuses(ThrowingCallable call, String... words) {
    Map<String, Tensor> before = model.weights();
    assertThatIllegalArgumentException().isThrownBy(call).withMessageContainingAll(words);
    assertThat(model.weights()).isEqualTo(before);
  }

  @Test
  @DisplayName("targets and weights of another shape, and classes that there are not")
  void targets() {
    model.compile("sgd", SPARSE, "accuracy");
    Tensor x = zeros(4, 5);
    refuses(
        () -> model.fit(x, zeros(4, 2), QUIET),
        "target of output 'scores'",
        "(batch, 2)",
        "SparseC");
    refuses(() -> model.fit(x, zeros(3), QUIET), "targets of shape (3,)", "(4, 5)");
    refuses(() -> model.fit(x, numbers(0, 1, 2, -1), QUIET), "'scores' holds -1", "from 0 to 2");
    refuses(() -> model.fit(Dataset.of(x, numbers(0, 1, 2, 7)), QUIET), "holds 7 in sample 3");
    refuses(() -> model.evaluate(x, numbers(0, 1, 2, 3)), "holds 3 in sample 3", "from 0 to 2");
    refuses(() -> model.trainOnBatch(x, numbers(0, Float.NaN, 0, 0)), "holds NaN in sample 1");
    FitOptions weighted = fit().verbose(0).sampleWeight(zeros(4, 7));
    refuses(() -> model.fit(x, numbers(0, 1, 2, 1), weighted), "sample weights", "(4, 7)");
    // The metrics begin again although the first batches were refused.
    model.fit(x, numbers(0, 1, 2, 1), QUIET);
    assertThat(model.evaluate(x, numbers(0, 1, 2, 1)).get("loss")).isFinite();

    model.compile("sgd", "categorical_crossentropy");
    refuses(() -> model.fit(x, numbers(0, 1, 2, 0), QUIET), SPARSE, "'scores'");
    refuses(() -> model.trainOnBatch(Batch.of(List.of(x), List.of())), "no target for it");
    model.compile(CompileOptions.compile().loss("nowhere", "mse"));
    refuses(() -> model.fit(x, zeros(4, 3), QUIET), "'nowhere'", "[scores]");
  }

  @Test
  @DisplayName("features of another shape, no samples, and no numbers")
  void features() {
    model.compile("sgd", "mse");
    Tensor y = zeros(4, 3);
    refuses(() -> model.fit(zeros(4, 6), y, QUIET), "(None, 5)", "(4, 6)");
    refuses(
        () -> model.fit(zeros(4, 5), y, QUIET.validationData(Dataset.of(zeros(4, 6), zeros(4, 3)))),
        "(None, 5)",
        "(4, 6)");
    refuses(() -> model.fit(zeros(0, 5), zeros(0, 3), QUIET), "the data set is empty");
    refuses(() -> model.evaluate(zeros(0, 5), zeros(0, 3)), "the data set is empty");
    refuses(() -> model.predict(Dataset.of(zeros(4, 5), y).take(0)), "the data set is empty");
    Tensor nan = numbers(0, 0, 0, 0, 0, 1, 2, 3, 4, Float.NaN).reshape(2, 5);
    refuses(() -> model.fit(nan, zeros(2, 3), QUIET), "hold NaN in sample 1", "clean the data");
    // So many numbers are looked at by several threads; the first one is named all the same.
    float[] many = new float[3_000_000];
    many[2_900_001] = Float.NaN;
    many[1_500_001] = Float.POSITIVE_INFINITY;
    many[1_500_006] = Float.NaN;
    Tensor large = numbers(many).reshape(600_000, 5);
    refuses(
        () -> model.fit(large, zeros(600_000, 3), QUIET),
        "hold Infinity in sample 300000",
        "clean");
    Tensor x = zeros(2, 5);
    Tensor infinite = numbers(0, 0, 0, 0, Float.NEGATIVE_INFINITY, 0).reshape(2, 3);
    refuses(
        () -> model.fit(x, infinite, QUIET),
        "the targets of output 'scores' hold -Infinity in sample 1");
    Tensor weights = numbers(1, Float.NaN);
    refuses(
        () -> model.fit(x, zeros(2, 3), QUIET.sampleWeight(weights)),
        "sampleWeight holds NaN in sample 1");
    refuses(
        () -> model.fit(new Batch(List.of(x), List.of(zeros(2, 3)), List.of(weights)), QUIET),
        "the sample weights of output 'scores' hold NaN in sample 1");
    refuses(
        () -> model.fit(x, zeros(2, 3), QUIET.validationData(Dataset.of(nan, zeros(2, 3)))),
        "validationData: the data of input",
        "hold NaN in sample 1");
    refuses(
        () -> model.fit(x, zeros(2, 3), QUIET.validationData(Dataset.of(x, infinite))),
        "validationData: the targets of output 'scores' hold -Infinity");
  }

  @Test
  @DisplayName("TerminateOnNaN ends a training on data that are no numbers")
  void nan() {
    model.compile("sgd", "mse");
    Tensor nan = numbers(0, 0, 0, 0, Float.NaN).reshape(1, 5);
    History history =
        model.fit(
            Dataset.of(nan, zeros(1, 3)),
            fit().verbose(0).epochs(3).callbacks(List.of(Callbacks.terminateOnNaN())));
    assertThat(history.epochs()).containsExactly(0);
    assertThat(history.get("loss").get(0)).isNaN();
  }

  @Test
  @DisplayName("names and numbers that Keras does not take")
  void arguments() {
    refuses(() -> model.compile("sgd", "categorical_crossentropi"), "'categorical_crossentropy'");
    refuses(() -> model.compile("sgd", "mse", "acuracy"), "'acuracy'", "'accuracy'");
    refuses(() -> model.compile("adm", "mse"), "'adm'", "'adam'");
    refuses(() -> Optimizers.adam(-1), "learningRate must be at least 0, received -1");
    model.compile("sgd", "mse");
    FitOptions falling =
        QUIET.callbacks(List.of(Callbacks.learningRateScheduler((epoch, rate) -> -1.0)));
    refuses(() -> model.fit(zeros(4, 5), zeros(4, 3), falling), "learningRate", "-1");
    FitOptions weights = QUIET.sampleWeight(zeros(4));
    refuses(
        () -> model.fit((Dataset) Dataset.of(zeros(4, 5), zeros(4, 3)), weights), "sampleWeight");
  }

  @Test
  @DisplayName("metrics, weights and expressions that do not fit")
  void together() {
    Tensor x = zeros(4, 5);
    Tensor classes = numbers(0, 1, 2, 1);
    for (String metric : List.of("AUC", "Precision", "TruePositives")) {
      model.compile("sgd", SPARSE, metric);
      refuses(
          () -> model.fit(x, classes, QUIET),
          "the metric '" + metric,
          "'scores'",
          "one_hot",
          "(batch, 3)");
    }
    Metric overlap = Metrics.of("MeanIoU", Map.of("num_classes", 3));
    model.compile(CompileOptions.compile().optimizer("sgd").loss(SPARSE).metrics(overlap));
    refuses(() -> model.fit(x, classes, QUIET), "the metric 'mean_io_u'", "same shape");
    model.compile("sgd", SPARSE, "F1Score");
    refuses(
        () -> model.fit(x, classes, QUIET), "the metric 'F1Score'", "'scores'", "(batch, classes)");

    model.compile("sgd", "mse");
    Tensor y = zeros(4, 3);
    Tensor weight = numbers(1, 1, 1, 1);
    Batch twice = new Batch(List.of(x), List.of(y), List.of(weight, weight));
    refuses(() -> model.fit(twice, QUIET), "1 outputs", "sample weights for 2");
    FitOptions blind = QUIET.validationData(Dataset.of(Batch.of(List.of(x), List.of())));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.fit(x, y, blind))
        .withMessageContainingAll("no targets", "[scores]");
    refuses(() -> QUIET.classWeight(Map.of(2, Double.NaN)), "classWeight of class 2", "NaN");
    refuses(
        () -> CompileOptions.compile().lossWeight("scores", Double.POSITIVE_INFINITY),
        "lossWeight of output 'scores'",
        "Infinity");
    refuses(
        () -> OptimizerOptions.DEFAULTS.excludeFromWeightDecay(List.of("bias", "[a")),
        "excludeFromWeightDecay",
        "'[a'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.fit(x, y, QUIET.sampleWeight(zeros(4, 3))))
        .withMessageContaining("sample weights, of shape (4, 3)")
        .withMessageNotContaining("{{node");
  }
}
