package dev.tenon.training;

import static dev.tenon.Tenon.*;
import static dev.tenon.training.CompileOptions.compile;
import static dev.tenon.training.FitOptions.fit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.callbacks.Callback;
import dev.tenon.callbacks.History;
import dev.tenon.callbacks.Logs;
import dev.tenon.callbacks.TrainingRun;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Processes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Short steps, which the engine takes several of in one run where no callback looks between them:
 * against a recording of Keras by {@code tests/goldens/training/make_short_steps.py}, and against
 * the same steps one by one.
 */
final class ShortStepsTest {
  private static final int FEATURES = 256;
  private static final int UNITS = 258;
  private static final int CLASSES = 5;
  private static final int SAMPLES = 1766;
  private static final int BATCH = 4;

  /** Looks at every batch, so that steps are taken one by one. */
  private static final class Watcher implements Callback {
    private int batches;

    @Override
    public void onTrainBatchEnd(TrainingRun fitting, int batch, Logs logs) {
      batches++;
    }
  }

  @Test
  void numbersAreThoseOfKeras() throws IOException {
    check(train());
  }

  /** With threads of its own for each session, the large kernel is trained in two halves. */
  @Test
  void numbersAreThoseOfKerasInHalves() throws Exception {
    Processes.Result result = Processes.withOwnThreads(ShortStepsTest.class);
    assertThat(result.code()).as(result.err()).isZero();
    check(Arrays.stream(result.out().trim().split(" ")).map(Double::valueOf).toList());
  }

  /** Prints what the training gives. */
  public static void main(String[] args) {
    StringBuilder line = new StringBuilder();
    train().forEach(number -> line.append(number).append(' '));
    System.out.println(line);
  }

  private static void check(List<Double> found) throws IOException {
    JsonNode recorded =
        new ObjectMapper()
            .readTree(Checkout.file("tests/goldens/training/short_steps.json").toFile());
    List<Double> expected = new ArrayList<>();
    recorded.get("history").get("loss").forEach(loss -> expected.add(loss.asDouble()));
    recorded.get("history").get("accuracy").forEach(share -> expected.add(share.asDouble()));
    recorded.get("norms").forEach(norm -> expected.add(norm.asDouble()));
    recorded.get("first").forEach(weight -> expected.add(weight.asDouble()));
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i)).as("number " + i).isCloseTo(expected.get(i), within(2e-4));
    }
  }

  /** Returns losses, accuracies, the lengths of all weights, the first row of the kernel. */
  private static List<Double> train() {
    try (Model model =
        sequential(input(FEATURES), dense(UNITS).activation("relu"), dense(CLASSES))) {
      double[][] form = {{0.7, 0.1}, {0.3, 0.1}, {0.9, 0.1}, {0.2, 0.1}};
      Map<String, Tensor> weights = new LinkedHashMap<>();
      model
          .weights()
          .forEach(
              (name, weight) -> {
                double[] wave = form[weights.size()];
                weights.put(name, waves(wave[0], wave[1], weight.shape()));
              });
      model.setWeights(weights);
      model.compile(
          compile()
              .optimizer(adam(3e-4).epsilon(1e-2))
              .loss(sparseCategoricalCrossentropy().fromLogits(true))
              .metrics("accuracy")
              .stepsPerExecution(8));
      int[] classes = new int[SAMPLES];
      Arrays.setAll(classes, i -> i * 7 % CLASSES);
      History history =
          model.fit(
              waves(1.3, 1, SAMPLES, FEATURES),
              Tensor.of(classes, SAMPLES),
              fit().batchSize(BATCH).epochs(2).shuffle(false).verbose(0));
      List<Double> found = new ArrayList<>(history.get("loss"));
      found.addAll(history.get("accuracy"));
      List<Tensor> last = List.copyOf(model.weights().values());
      last.forEach(weight -> found.add(length(weight)));
      for (int i = 0; i < UNITS; i++) {
        found.add(last.get(0).getDouble(i));
      }
      return found;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"adam", "sgd", "rmsprop"})
  void blocksEqualSingleSteps(String optimizer) {
    assertThat(run(optimizer(optimizer), 16)).isEqualTo(run(optimizer(optimizer), 1));
  }

  private static Optimizer optimizer(String name) {
    return switch (name) {
      case "adam" -> adam(1e-3).clipnorm(1.0).useEma(true).emaOverwriteFrequency(7);
      case "sgd" -> sgd(exponentialDecay(0.1, 20, 0.9)).momentum(0.9).nesterov(true);
      default -> rmsprop(1e-3).gradientAccumulationSteps(3);
    };
  }

  /** Trains a network that draws numbers and keeps moving averages; returns all there is to see. */
  private static List<Object> run(Optimizer optimizer, int block) {
    setRandomSeed(7);
    try (Model model =
        sequential(
            input(6),
            dense(8).activation("relu").kernelRegularizer("l2"),
            batchNormalization(),
            dropout(0.3),
            dense(3).kernelConstraint("max_norm").activation("softmax"))) {
      model.compile(
          compile()
              .optimizer(optimizer)
              .loss("sparse_categorical_crossentropy")
              .metrics("accuracy")
              .stepsPerExecution(block));
      int samples = 173;
      int[] classes = new int[samples];
      Arrays.setAll(classes, i -> i % 3);
      double[] weights = new double[samples];
      Arrays.setAll(weights, i -> 1 + i % 4);
      FitOptions options =
          fit()
              .batchSize(4)
              .epochs(2)
              .seed(3L)
              .verbose(0)
              .sampleWeight(Tensor.of(weights, samples).cast(DType.FLOAT32))
              .validationData(waves(0.4, 1, 9, 6), Tensor.of(new int[9], 9));
      History history = model.fit(waves(1.1, 1, samples, 6), Tensor.of(classes, samples), options);
      List<Object> seen = new ArrayList<>();
      seen.add(history.history());
      model.weights().values().forEach(weight -> seen.add(weight.bytes()));
      return seen;
    }
  }

  /** The engine begins with blocks when single steps have shown that they pay. */
  @Test
  void stepsThatNobodyLooksAtBecomeBlocks() {
    int samples = 2001;
    List<List<Double>> losses = new ArrayList<>();
    Watcher watcher = new Watcher();
    for (List<Callback> callbacks : List.of(List.<Callback>of(), List.<Callback>of(watcher))) {
      try (Model model = sequential(input(2), dense(1).kernelInitializer("ones"))) {
        model.compile(sgd(1e-3), "mse");
        History history =
            model.fit(
                waves(0.3, 1, samples, 2),
                waves(0.1, 1, samples, 1),
                fit().batchSize(1).shuffle(false).verbose(0).callbacks(callbacks));
        losses.add(history.get("loss"));
      }
    }
    assertThat(watcher.batches).isEqualTo(samples);
    assertThat(losses.get(0)).isEqualTo(losses.get(1));
  }

  @Test
  void wrongClassIsNamedInBlocks() {
    try (Model model = sequential(input(2), dense(3).activation("softmax"))) {
      model.compile("sgd", "sparse_categorical_crossentropy");
      int samples = 2000;
      int[] classes = new int[samples];
      classes[1990] = 9;
      Tensor x = waves(0.3, 1, samples, 2);
      FitOptions options = fit().batchSize(4).shuffle(false).verbose(0);
      assertThatThrownBy(() -> model.fit(x, Tensor.of(classes, samples), options))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("holds 9 in sample 2 of the batch");
    }
  }

  private static double length(Tensor weight) {
    double sum = 0;
    for (int i = 0; i < weight.size(); i++) {
      sum += weight.getDouble(i) * weight.getDouble(i);
    }
    return Math.sqrt(sum);
  }

  private static Tensor waves(double step, double scale, long... shape) {
    int size = 1;
    for (long length : shape) {
      size *= Math.toIntExact(length);
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (scale * Math.sin(i * step));
    }
    return Tensor.of(values, shape);
  }
}
