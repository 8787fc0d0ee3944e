package dev.tenon.training;

import static dev.tenon.Tenon.activation;
import static dev.tenon.Tenon.conv2D;
import static dev.tenon.Tenon.dense;
import static dev.tenon.Tenon.f1Score;
import static dev.tenon.Tenon.flatten;
import static dev.tenon.Tenon.input;
import static dev.tenon.Tenon.meanIoU;
import static dev.tenon.Tenon.meanSquaredError;
import static dev.tenon.Tenon.normalization;
import static dev.tenon.Tenon.rescaling;
import static dev.tenon.Tenon.sequential;
import static dev.tenon.Tenon.sgd;
import static dev.tenon.Tenon.unitNorm;
import static dev.tenon.training.FitOptions.fit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.callbacks.Callback;
import dev.tenon.callbacks.Logs;
import dev.tenon.callbacks.TrainingRun;
import dev.tenon.config.Config;
import dev.tenon.data.Dataset;
import dev.tenon.layers.LayerSpec;
import dev.tenon.layers.Layers;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.catalog.LayerCatalog;
import dev.tenon.losses.Losses;
import dev.tenon.ops.Ops;
import dev.tenon.ops.Random;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The settings of {@link Config}, against a recording of {@code keras.config}. */
class ConfigTest {
  private static JsonNode recorded = new ObjectMapper().nullNode();

  @BeforeAll
  static void read() throws IOException {
    recorded =
        new ObjectMapper().readTree(Checkout.file("tests/goldens/config/config.json").toFile());
  }

  private static void scoped(Runnable work) {
    Config.scoped(
        () -> {
          work.run();
          return true;
        });
  }

  private static double[] numbers(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false)
        .mapToDouble(JsonNode::doubleValue)
        .toArray();
  }

  private static double[] numbers(Tensor tensor) {
    return tensor.cast(DType.FLOAT64).toDoubleArray();
  }

  @Test
  void typesArePromoted() {
    scoped(
        () -> {
          for (JsonNode line : recorded.get("resultTypes")) {
            String[] parts = line.textValue().split(": | = | ", -1);
            String[] types = List.of(parts).subList(1, parts.length - 1).toArray(String[]::new);
            Config.setFloatx(parts[0]);
            String[] given =
                Stream.of(types).filter(type -> !type.isEmpty()).toArray(String[]::new);
            assertThat(Config.resultType(given))
                .as(line.textValue())
                .isEqualTo(parts[parts.length - 1]);
          }
        });
    assertThat(Config.resultType(DType.INT32, DType.FLOAT16)).isEqualTo(DType.FLOAT16);
    assertThatThrownBy(() -> Config.resultType("string", "int8")).hasMessageContaining("string");
  }

  @Test
  void newLayersHaveTheFormat() {
    JsonNode wanted = recorded.get("dataFormat");
    Map<String, String> formats = new TreeMap<>();
    scoped(
        () -> {
          Config.setImageDataFormat("Channels_First");
          for (Method method : Layers.class.getMethods()) {
            if (LayerSpec.class.isAssignableFrom(method.getReturnType())) {
              LayerSpec<?, ?> made = made(method);
              if (made != null && wanted.get("formats").has(made.config().className())) {
                formats.put(made.config().className(), format(made.config()));
              }
            }
          }
          assertThat(shape(conv2D(5, 3).apply(input(3, 8, 9))))
              .isEqualTo(wanted.at("/shapes/conv2D"));
          assertThat(shape(flatten().apply(input(3, 8, 9))))
              .isEqualTo(wanted.at("/shapes/flatten"));
          Tensor pooled = Ops.maxPool(Ops.zeros(1, 4, 6, 8), 2);
          assertThat(pooled.shape()).containsExactly(1, 4, 3, 4);
          Tensor x = Ops.reshape(Ops.arange(0, 12, 1, DType.FLOAT32), 1, 3, 2, 2);
          Tensor scaled = sequential(input(3, 2, 2), rescaling(List.of(1.0, 2.0, 3.0))).predict(x);
          assertThat(numbers(scaled)).containsExactly(numbers(wanted.get("rescaled")));
        });
    wanted
        .get("formats")
        .properties()
        .forEach(
            entry -> {
              if (LayerCatalog.find(entry.getKey()) != null) {
                assertThat(formats.getOrDefault(entry.getKey(), "channels_first"))
                    .as(entry.getKey())
                    .isEqualTo(entry.getValue().textValue());
              }
            });
    assertThat(formats).hasSizeGreaterThan(55);
    assertThat(conv2D(5, 3).config().dataFormat()).isEqualTo("channels_last");
  }

  private static JsonNode json(Object value) {
    try {
      return new ObjectMapper().readTree(new ObjectMapper().writeValueAsString(value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode shape(KerasTensor tensor) {
    long[] lengths = new long[tensor.shape().rank() - 1];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = tensor.shape().length(i + 1);
    }
    return json(lengths);
  }

  /** Calls a factory with small numbers; null where it takes something else. */
  private static @Nullable LayerSpec<?, ?> made(Method factory) {
    Object[] arguments = new Object[factory.getParameterCount()];
    for (int i = 0; i < arguments.length; i++) {
      Class<?> type = factory.getParameterTypes()[i];
      if (type == long.class) {
        arguments[i] = 2L;
      } else if (type == double.class) {
        arguments[i] = 0.1;
      } else if (type.isArray()) {
        arguments[i] = Array.newInstance(type.getComponentType(), 0);
      } else {
        return null;
      }
    }
    try {
      return (LayerSpec<?, ?>) factory.invoke(null, arguments);
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  private static String format(Object config) {
    try {
      return (String) config.getClass().getMethod("dataFormat").invoke(config);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void epsilonIsInLossesMetricsAndLayers() {
    Tensor p = Tensor.of(new float[][] {{0, 0.4f, 0.6f}, {1, 0, 0}, {0.002f, 0.003f, 0.995f}});
    Tensor y = Tensor.of(new float[][] {{0, 0, 1}, {0, 1, 0}, {1, 0, 0}});
    Tensor x = Tensor.of(new float[][] {{0.01f, 0.02f}, {3, 4}});
    for (String epsilon : List.of("1e-07", "0.05")) {
      Map<String, double[]> values = new TreeMap<>();
      scoped(
          () -> {
            Config.setEpsilon(Double.parseDouble(epsilon));
            JsonNode wanted = recorded.get("epsilon").get(epsilon);
            wanted
                .fieldNames()
                .forEachRemaining(
                    name -> {
                      if ((name.contains("_") && !name.equals("unit_norm"))
                          || name.matches("dice|tversky|poisson")) {
                        Model model = sequential(input(3), activation("linear"));
                        model.compile("sgd", Losses.of(name));
                        values.put(name, new double[] {model.evaluate(p, y).get("loss")});
                      }
                    });
            Model model = sequential(input(3), activation("linear"));
            model.compile(
                "sgd",
                meanSquaredError(),
                f1Score().average("macro").name("f1"),
                meanIoU(2).name("iou"));
            model.evaluate(p, y).forEach((name, value) -> values.put(name, new double[] {value}));
            values.put("normalize", numbers(Ops.normalize(x)));
            values.put("unit_norm", numbers(unitNormed(x)));
            values.put(
                "normalization",
                numbers(sequential(input(2), normalization().mean(0.0).variance(0.0)).predict(x)));
          });
      List<String> differences = new ArrayList<>();
      values.forEach(
          (name, found) -> {
            JsonNode node = recorded.get("epsilon").get(epsilon).get(name);
            double[] wanted = node.isArray() ? numbers(node) : new double[] {node.doubleValue()};
            for (int i = 0; i < wanted.length; i++) {
              if (!(Math.abs(found[i] - wanted[i]) <= 2e-6 * (1 + Math.abs(wanted[i])))) {
                differences.add(name + ": " + found[i] + " for " + wanted[i]);
              }
            }
          });
      assertThat(values).hasSizeGreaterThan(15);
      assertThat(differences).as("epsilon %s", epsilon).isEmpty();
    }
  }

  /** Returns a kernel after a step that changes it by its constraint alone. */
  private static Tensor unitNormed(Tensor kernel) {
    Model model =
        sequential(input(2), dense(2).useBias(false).kernelConstraint(unitNorm().axis(1)));
    model.compile(sgd(0.0), "mse");
    String name = model.weights().keySet().iterator().next();
    model.setWeights(Map.of(name, kernel));
    model.fit(kernel, kernel, fit().verbose(0));
    return Objects.requireNonNull(model.weights().get(name));
  }

  @Test
  void floatxIsTheTypeOfAll() {
    JsonNode wanted = recorded.get("float64");
    scoped(
        () -> {
          Config.setFloatx("float64");
          Tensor x = Ops.reshape(Tensor.of(numbers(wanted.get("x"))), 8, 3);
          Tensor y = Ops.reshape(Tensor.of(numbers(wanted.get("y"))), 8, 1);
          Model model =
              sequential(
                  input(3),
                  dense(2, "tanh").kernelInitializer("ones"),
                  dense(1).kernelInitializer("ones"));
          model.compile(sgd(0.1), "mse", "mae");
          Map<String, List<Double>> history =
              model.fit(x, y, fit().epochs(3).batchSize(4).shuffle(false).verbose(0)).history();
          for (String name : List.of("loss", "mae")) {
            assertThat(history.get(name).stream().mapToDouble(d -> d).toArray())
                .as(name)
                .containsExactly(numbers(wanted.get(name)), within(2e-6));
          }
          assertThat(numbers(model.predict(x)))
              .containsExactly(numbers(wanted.get("predicted")), within(2e-6));
          assertThat(
                  Stream.of(
                      model.inputs().get(0).dtype(),
                      Ops.zeros(1).dtype(),
                      Random.uniform(new long[] {1}).dtype(),
                      Ops.divide(
                              Ops.ones(new long[] {1}, "int32"), Ops.ones(new long[] {1}, "int32"))
                          .dtype(),
                      Ops.add(Ops.ones(new long[] {1}, "int32"), 0.5).dtype()))
              .containsOnly(DType.FLOAT64);
        });
    assertThat(Ops.add(Ops.ones(new long[] {1}, "int32"), 0.5).dtype()).isEqualTo(DType.FLOAT32);
  }

  /** Counts batches. */
  private static final class Count implements Callback {
    private final int[] steps = new int[3];

    @Override
    public void onTrainBatchEnd(TrainingRun run, int batch, Logs logs) {
      steps[0]++;
    }

    @Override
    public void onTestBatchEnd(TrainingRun run, int batch, Logs logs) {
      steps[1]++;
    }

    @Override
    public void onPredictBatchEnd(TrainingRun run, int batch, Map<String, Tensor> outputs) {
      steps[2]++;
    }
  }

  @Test
  void runsAreLimitedAndSilent() {
    JsonNode wanted = recorded.get("limits");
    Tensor x = Ops.zeros(20, 2);
    Tensor y = Ops.zeros(20, 1);
    Model model = sequential(input(2), dense(1));
    model.compile("sgd", "mse");
    Count count = new Count();
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    scoped(
        () -> {
          Config.setMaxEpochs(2);
          Config.setMaxStepsPerEpoch(3);
          FitOptions options = fit().epochs(5).batchSize(2).verbose(0).callbacks(count);
          Map<String, List<Double>> history =
              model.fit(x, y, options.validationData(Dataset.of(x, y).batch(2))).history();
          assertThat(history.get("loss")).hasSize(wanted.get("epochs").intValue());
          assertThat(json(count.steps)).isEqualTo(wanted.get("fitted"));
          model.evaluate(x, y, EvaluateOptions.evaluate().batchSize(4).callbacks(count));
          Tensor predicted =
              model.predict(x, PredictOptions.predict().batchSize(2).callbacks(count));
          assertThat(json(count.steps)).isEqualTo(wanted.get("all"));
          assertThat(predicted.dim(0)).isEqualTo(wanted.get("predicted").longValue());
          Config.disableInteractiveLogging();
          System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
          try {
            model.fit(x, y, fit().verbose(1));
          } finally {
            System.setOut(before);
          }
        });
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .isEqualTo(wanted.get("printed").textValue());
    assertThat(Config.isInteractiveLoggingEnabled()).isTrue();
    assertThat(Config.maxEpochs()).isNull();
  }

  @Test
  void otherThreadsKeepTheirs() {
    scoped(
        () -> {
          Config.setEpsilon(0.5);
          assertThat(CompletableFuture.supplyAsync(Config::epsilon).join()).isEqualTo(1e-7);
        });
    assertThatThrownBy(() -> Config.setFloatx("int8")).hasMessageContaining("received int8");
    assertThatThrownBy(() -> Config.setImageDataFormat("last")).hasMessageContaining("dataFormat");
  }
}
