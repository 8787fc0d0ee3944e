package dev.tenon;

import static dev.tenon.callbacks.Callbacks.earlyStopping;
import static dev.tenon.layers.Layers.activityRegularization;
import static dev.tenon.layers.Layers.batchNormalization;
import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.dropout;
import static dev.tenon.layers.Layers.embedding;
import static dev.tenon.layers.Layers.globalAveragePooling1D;
import static dev.tenon.layers.Layers.lstm;
import static dev.tenon.losses.Losses.binaryCrossentropy;
import static dev.tenon.losses.Losses.meanSquaredError;
import static dev.tenon.metrics.Metrics.rootMeanSquaredError;
import static dev.tenon.optimizers.Optimizers.adam;
import static dev.tenon.optimizers.Optimizers.rmsprop;
import static dev.tenon.optimizers.Optimizers.sgd;
import static dev.tenon.training.FitOptions.fit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.callbacks.Callback;
import dev.tenon.callbacks.History;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.initializers.Seeds;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.losses.Loss;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.optimizers.OptimizerOptions;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.training.StepFunction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A training step of one's own. */
final class TrainingStepTest {
  private static final Path GOLDENS = Checkout.file("tests/goldens/training");

  private static Tensor random(long seed, int... shape) {
    Random random = new Random(seed);
    int size = 1;
    long[] lengths = new long[shape.length];
    for (int i = 0; i < shape.length; i++) {
      size *= shape[i];
      lengths[i] = shape[i];
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(values, lengths);
  }

  private static Model network() {
    return Model.sequential(
        dense(5).activation("tanh").inputShape(3), dense(4).activation("relu"), dense(1));
  }

  /** What fit can do otherwise in a step: rows of a table, a loop, states, penalties, options. */
  private static final Map<String, Supplier<Model>> NETWORKS =
      Map.of(
          "dense",
          TrainingStepTest::network,
          "embedding",
          () ->
              Model.sequential(embedding(24, 4).inputShape(6), globalAveragePooling1D(), dense(1)),
          "lstm",
          () -> Model.sequential(lstm(4).inputShape(6, 2), dense(1)),
          "penalties",
          () ->
              Model.sequential(
                  dense(8).kernelRegularizer("l2").inputShape(3),
                  batchNormalization(),
                  dropout(0.3).seed(1),
                  activityRegularization(0.0, 1e-2),
                  dense(1).kernelConstraint("non_neg")));

  private static final Map<String, Optimizer> RULES =
      Map.of(
          "dense", adam(1e-2).options(OptimizerOptions.DEFAULTS.clipnorm(0.5)),
          "embedding", adam(1e-2),
          "lstm", rmsprop(1e-2),
          "penalties",
              adam(1e-2).options(OptimizerOptions.DEFAULTS.useEma(true).weightDecay(1e-2)));

  @ParameterizedTest
  @ValueSource(strings = {"dense", "embedding", "lstm", "penalties"})
  void theStepOfFitGivesTheNumbersOfFit(String kind) {
    Tensor x =
        switch (kind) {
          case "embedding" -> random(1, 64, 6).scale(2, 12).cast(DType.INT32);
          case "lstm" -> random(1, 64, 6, 2);
          default -> random(1, 64, 3);
        };
    Tensor y = random(2, 64, 1);
    Optimizer optimizer = RULES.get(kind);
    try (Model model = NETWORKS.get(kind).get();
        Model copy = model.copy();
        TrainingStep step =
            TrainingStep.of(
                s -> {
                  KerasTensor loss = s.loss(meanSquaredError(), s.y(), s.call(copy, s.x(), true));
                  KerasTensor total = loss.plus(s.addedLosses(copy));
                  s.minimize(optimizer, total, copy);
                  s.metric("loss", total);
                })) {
      model.compile(optimizer, "mse");
      History usual = model.fit(x, y, fit().epochs(3).batchSize(16).seed(1L).verbose(0));
      History own =
          copy.trainStep(step).fit(x, y, fit().epochs(3).batchSize(16).seed(1L).verbose(0));
      for (int epoch = 0; epoch < 3; epoch++) {
        double expected = usual.get("loss").get(epoch);
        assertThat(own.get("loss").get(epoch)).isCloseTo(expected, within(1e-6));
      }
      List<Tensor> expected = List.copyOf(model.weights().values());
      List<Tensor> actual = List.copyOf(copy.weights().values());
      for (int i = 0; i < expected.size(); i++) {
        assertThat(actual.get(i).toFloatArray())
            .usingComparatorWithPrecision(1e-6f)
            .containsExactly(expected.get(i).toFloatArray());
      }
    }
  }

  /** The steps of make_gan.py, which Keras took by two compiled models. */
  @Test
  void twoOptimizersTrainTwoModelsInTurnAsInKeras() throws IOException {
    Map<String, Tensor> recorded;
    try (Source source = Source.of(GOLDENS.resolve("gan.npz"))) {
      recorded = Npz.read(source);
    }
    Tensor real = recorded.get("real");
    Tensor noise = recorded.get("noise");
    Loss loss = binaryCrossentropy();
    Optimizer sgd = sgd(0.1);
    Optimizer adam = adam(0.01);
    try (Model generator = Model.load(GOLDENS.resolve("gan_generator.keras"));
        Model discriminator = Model.load(GOLDENS.resolve("gan_discriminator.keras"));
        TrainingStep step =
            TrainingStep.of(
                s -> {
                  KerasTensor input = s.features().get(1);
                  KerasTensor made = s.stopGradient(input.then(generator));
                  KerasTensor ofReal = s.call(discriminator, s.x(), true);
                  KerasTensor ofMade = s.call(discriminator, made, true);
                  KerasTensor discriminated =
                      s.loss(loss, s.op("OnesLike", ofReal), ofReal)
                          .plus(s.loss(loss, s.op("ZerosLike", ofMade), ofMade))
                          .times(0.5);
                  s.minimize(sgd, discriminated, discriminator);
                  KerasTensor judged = input.then(generator).then(discriminator);
                  KerasTensor generated = s.loss(loss, s.op("OnesLike", judged), judged);
                  s.minimize(adam, generated, generator);
                  s.metric("d_loss", discriminated);
                  s.metric("g_loss", generated);
                })) {
      for (int i = 0; i < real.dim(0); i++) {
        Map<String, Tensor> found = step.run(real.get(i), noise.get(i));
        for (String name : List.of("d_loss", "g_loss")) {
          assertThat(found.get(name).getDouble(0))
              .as(name + " of step " + i)
              .isCloseTo(recorded.get(name).getDouble(i), within(1e-5));
        }
      }
      close(generator, "g", recorded);
      close(discriminator, "d", recorded);
    }
  }

  private static void close(Model model, String prefix, Map<String, Tensor> recorded) {
    int next = 0;
    for (Tensor weight : model.weights().values()) {
      float[] expected = recorded.get(prefix + next++).toFloatArray();
      assertThat(weight.toFloatArray()).usingComparatorWithPrecision(1e-5f).contains(expected);
    }
  }

  @Test
  void theGradientOfAScalarOfItsGradientEqualsDifferences() {
    Tensor x = random(3, 4, 3);
    // No relu changes sides between the two ends of a difference.
    Seeds.setRandomSeed(11);
    try (Model model = network();
        TrainingStep step =
            TrainingStep.of(
                s -> {
                  KerasTensor input = s.x();
                  KerasTensor slope = s.gradient(s.call(model, input, true), input);
                  KerasTensor length = s.op("Sum", s.op("Square", slope));
                  s.result("value", length);
                  s.result("gradient", s.gradient(length, s.trainable(model).get(0)));
                })) {
      Tensor gradient = step.run(x).get("gradient");
      String path = model.weights().keySet().iterator().next();
      Tensor kernel = model.weights().get(path);
      for (int at = 0; at < kernel.size(); at++) {
        double more = value(model, step, x, path, kernel, at, 1e-2f);
        double less = value(model, step, x, path, kernel, at, -1e-2f);
        assertThat(gradient.getDouble(at)).isCloseTo((more - less) / 2e-2, within(2e-3));
      }
    }
  }

  private static double value(
      Model model, TrainingStep step, Tensor x, String path, Tensor kernel, int at, float by) {
    float[] moved = kernel.toFloatArray().clone();
    moved[at] += by;
    model.setWeights(Map.of(path, Tensor.of(moved, kernel.shape())));
    double value = step.run(x).get("value").getDouble(0);
    model.setWeights(Map.of(path, kernel));
    return value;
  }

  @Test
  void fitRunsItWithCallbacksAndValidates() {
    Tensor x = random(4, 32, 3);
    Tensor y = random(5, 32, 1);
    Optimizer optimizer = adam(1e-2);
    try (Model model = network();
        TrainingStep step =
            TrainingStep.of(
                s -> {
                  KerasTensor prediction = s.call(model, s.x(), true);
                  KerasTensor loss = s.loss(meanSquaredError(), s.y(), prediction);
                  s.minimize(optimizer, loss, model);
                  s.metric("loss", loss);
                  s.metric(rootMeanSquaredError(), s.y(), prediction);
                })) {
      model.compile("sgd", "mse");
      model.trainStep(step);
      Callback stopping =
          earlyStopping().monitor("val_loss").minDelta(10).patience(2).restoreBestWeights(true);
      History history =
          model.fit(
              x,
              y,
              fit()
                  .epochs(9)
                  .batchSize(8)
                  .verbose(0)
                  .validationData(Dataset.of(x, y))
                  .callbacks(List.of(stopping)));
      assertThat(history.get("loss")).hasSize(3).isSortedAccordingTo(Comparator.reverseOrder());
      assertThat(history.get("val_loss")).hasSize(3);
      assertThat(history.get("root_mean_squared_error")).hasSize(3);
      // What fit has learned, the model has: evaluation by the weights of the best epoch.
      double best = history.get("val_loss").get(0);
      assertThat(model.evaluate(x, y).get("loss")).isCloseTo(best, within(1e-6));
      assertThat(model.trainOnBatch(x, y).loss()).isCloseTo(best, within(1e-5));
      assertThat(model.evaluate(x, y).get("loss")).isLessThan(best);
    }
  }

  @Test
  void aMissingGradientOfAGradientIsRefusedBeforeTheFirstStep() {
    try (Model model = Model.sequential(dense(4).inputShape(3));
        TrainingStep step =
            TrainingStep.of(
                s -> {
                  KerasTensor input = s.x();
                  KerasTensor product = s.op("Prod", s.call(model, input, true), 1);
                  KerasTensor slope = s.gradient(product, input);
                  s.minimize(adam(1e-3), s.op("Sum", s.op("Square", slope)), model);
                })) {
      Map<String, Tensor> before = model.weights();
      assertThatThrownBy(() -> step.compile(Batch.of(List.of(random(6, 2, 3)), List.of())))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("Cumprod")
          .hasMessageContaining("ReduceProd");
      assertThat(model.weights().get("dense/kernel")).isEqualTo(before.get("dense/kernel"));
    }
  }

  @Test
  void mistakesAreNamed() {
    Tensor x = random(7, 2, 3);
    try (Model model = network();
        Model other = network()) {
      refuses(
          s -> {
            Optimizer one = adam(1e-3);
            s.minimize(one, s.op("Sum", s.call(model, s.x(), true)), model);
            s.minimize(one, s.op("Sum", s.call(other, s.x(), true)), other);
          },
          x,
          "give each set of weights an optimizer of its own");
      refuses(
          s -> s.minimize(adam(1e-3), s.op("Sum", s.x()), model),
          x,
          "depends on none of the 6 trainable weights");
      refuses(s -> s.metric("loss", s.op("Sum", s.x().then(dense(2)))), x, "belongs to no model");
      refuses(s -> s.metric("loss", s.y()), x, "the data have none");
      refuses(s -> {}, x, "does nothing");
    }
  }

  private static void refuses(StepFunction function, Tensor x, String message) {
    try (TrainingStep step = TrainingStep.of(function)) {
      assertThatThrownBy(() -> step.run(x)).hasMessageContaining(message);
    }
  }
}
