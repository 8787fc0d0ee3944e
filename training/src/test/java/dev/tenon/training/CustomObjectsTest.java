package dev.tenon.training;

import static dev.tenon.layers.Layers.dense;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.config.CustomObjects;
import dev.tenon.constraints.Constraint;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.initializers.Initializer;
import dev.tenon.initializers.Initializers;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.core.Dense;
import dev.tenon.losses.Loss;
import dev.tenon.losses.LossCall;
import dev.tenon.losses.Reduction;
import dev.tenon.metrics.Metric;
import dev.tenon.metrics.MetricState;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.regularizers.Regularizer;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Distances;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's own initializer, regularizer and constraint, against the same classes in Python. */
final class CustomObjectsTest {
  private static final Path GOLDENS = Checkout.file("tests/goldens/building");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Tensor> golden = golden("custom_objects.npz");

  @TempDir Path folder;

  record Fading(double scale) implements Initializer {
    @Override
    public Tensor values(long[] shape, DType dtype, long seed) {
      float[] values = new float[(int) LongStream.of(shape).reduce(1, (a, b) -> a * b)];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (scale * (i % 2 == 0 ? 1 : -1) / (1 + i));
      }
      return Tensor.of(values, shape);
    }
  }

  record Cubic(double factor) implements Regularizer {
    @Override
    public Value penalty(Ops ops, Value x) {
      return ops.mul(ops.reduceSum(ops.mul(ops.abs(x), ops.mul(x, x)), false), factor);
    }
  }

  record Ceiling(double maxValue) implements Constraint {
    @Override
    public Value project(Ops ops, Value weight) {
      return ops.clip(weight, -maxValue, maxValue);
    }
  }

  record Shift(double by) implements Layer<Shift.None> {
    /** No weights. */
    record None() {}

    @Override
    public None build(Build build, List<Shape> inputs) {
      return new None();
    }

    @Override
    public List<Value> call(None weights, Call call, List<Value> inputs) {
      return List.of(call.ops().add(inputs.get(0), by));
    }
  }

  record Quartic(double factor, String name, Reduction reduction) implements Loss {
    @Override
    public Value each(LossCall call, Value target, Value prediction) {
      Ops ops = call.ops();
      Value error = ops.sub(prediction, target);
      Value square = ops.mul(error, error);
      return ops.mul(ops.reduceMean(ops.mul(square, square), false, -1), factor);
    }
  }

  record Total(String name) implements Metric {
    @Override
    public void update(MetricState state, Value target, Value prediction, @Nullable Value weights) {
      state.add("total", state.ops().reduceSum(prediction, false));
    }

    @Override
    public Value result(MetricState state) {
      return state.read("total");
    }
  }

  /** Has another class of the same name. */
  interface Other {
    record Cubic(double factor) {}
  }

  /** Registered by no one. */
  record Unknown() implements Regularizer {
    @Override
    public Value penalty(Ops ops, Value x) {
      return ops.reduceMax(x, false);
    }
  }

  @BeforeAll
  static void register() {
    CustomObjects.register("mine", Fading.class);
    CustomObjects.register("mine", Cubic.class);
    CustomObjects.register("mine", new Ceiling(1));
    CustomObjects.register("mine", new Shift(0));
    CustomObjects.register("mine", Quartic.class);
    CustomObjects.register("mine", Total.class);
  }

  private static Map<String, Tensor> golden(String name) {
    try (Source source = Source.of(GOLDENS.resolve(name))) {
      return Npz.read(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Model built() {
    return Model.sequential(
        dense(3, "tanh")
            .name("own")
            .inputShape(4)
            .kernelInitializer(new Fading(0.8))
            .kernelRegularizer(new Cubic(0.05))
            .kernelConstraint(new Ceiling(0.5))
            .activityRegularizer(new Cubic(0.01)),
        dense(2).name("scores").kernelInitializer(new Fading(0.5)));
  }

  private void learnsAsInPython(Model model) {
    model.compile(Optimizers.sgd(0.2), "mse");
    for (double loss : golden.get("losses").toDoubleArray()) {
      assertThat(model.trainOnBatch(golden.get("x"), golden.get("y")).loss())
          .isCloseTo(loss, within(1e-5));
    }
    Distances.near(golden.get("trained"), model.weights().get("own/kernel"), 1e-5, "kernel");
    Distances.near(golden.get("predicted"), model.predict(golden.get("x")), 1e-5, "predicted");
  }

  @Test
  void trainSaveAndLoadAsInPython() throws Exception {
    try (Model model = built()) {
      Distances.near(golden.get("start"), model.weights().get("own/kernel"), 1e-6, "start");
      for (String name : List.of("own.keras", "own.h5")) {
        model.save(folder.resolve(name));
      }
      learnsAsInPython(model);
    }
    for (String name : List.of("own.keras", "own.h5")) {
      try (Model again = Model.load(folder.resolve(name))) {
        Dense layer = (Dense) again.info().keras().model().layers().get(0).layer();
        assertThat(Initializers.of(layer.kernelInitializer())).isEqualTo(new Fading(0.8));
        learnsAsInPython(again);
      }
    }
  }

  @Test
  void filesOfPythonAreRead() throws Exception {
    for (String name : List.of("custom_objects.keras", "custom_objects.h5")) {
      try (Model model = Model.load(GOLDENS.resolve(name))) {
        learnsAsInPython(model);
      }
    }
  }

  @Test
  void filesNameThemAsPythonDoes() throws Exception {
    Path file = folder.resolve("own.keras");
    try (Model model = built()) {
      model.save(file);
    }
    JsonNode ours = config(file);
    JsonNode theirs = config(GOLDENS.resolve("custom_objects.keras"));
    for (String key :
        List.of(
            "kernel_initializer",
            "kernel_regularizer",
            "kernel_constraint",
            "activity_regularizer")) {
      assertThat(ours.get(key)).isEqualTo(theirs.get(key));
    }
  }

  @Test
  void layersLossesAndMetricsAreFoundAsWell() throws Exception {
    Map<String, Tensor> recorded = golden("custom_compiled.npz");
    Tensor x = recorded.get("x");
    Tensor y = recorded.get("y");
    double[] expected = recorded.get("evaluated").toDoubleArray();
    for (String name : List.of("custom_compiled.keras", "custom_compiled.h5")) {
      try (Model model = Model.load(GOLDENS.resolve(name))) {
        model.save(folder.resolve(name));
      }
      try (Model model = Model.load(folder.resolve(name))) {
        assertThat(model.evaluate(x, y).get("loss")).isCloseTo(expected[0], within(1e-5));
        assertThat(model.evaluate(x, y).get("total")).isCloseTo(expected[1], within(1e-5));
        model.trainOnBatch(x, y);
        model.trainOnBatch(x, y);
        assertThat(model.evaluate(x, y).get("loss")).isCloseTo(expected[2], within(1e-5));
        assertThat(model.evaluate(x, y).get("total")).isCloseTo(expected[3], within(1e-5));
      }
    }
  }

  private static JsonNode config(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      JsonNode root = JSON.readTree(zip.getInputStream(zip.getEntry("config.json")));
      return root.at("/config/layers/1/config");
    }
  }

  @Test
  void oneThatIsNotRegisteredTrainsAndIsMissingInAFile() throws Exception {
    Path file = folder.resolve("unknown.keras");
    try (Model model = Model.sequential(dense(1).inputShape(2).kernelRegularizer(new Unknown()))) {
      model.compile("sgd", "mse");
      Tensor x = Tensor.of(new float[2], 1, 2);
      assertThat(model.trainOnBatch(x, Tensor.of(new float[1], 1, 1)).loss()).isNotNaN();
      assertThat(model.save(file)).anyMatch(note -> note.contains("the class 'Unknown'"));
    }
    try (Model model = Model.load(file)) {
      model.compile("sgd", "mse");
      Tensor x = Tensor.of(new float[2], 1, 2);
      assertThatThrownBy(() -> model.trainOnBatch(x, model.predict(x)))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("register its record: CustomObjects.register");
    }
  }

  @Test
  void aNameHasOneClass() {
    assertThatThrownBy(() -> CustomObjects.register("mine", Other.Cubic.class))
        .hasMessageContaining("'mine>Cubic' is registered for");
    assertThatThrownBy(() -> CustomObjects.register("a>b", Other.Cubic.class))
        .hasMessageContaining("received 'a>b'");
    CustomObjects.register("mine", Fading.class);
  }
}
