package dev.tenon.tests;

import static dev.tenon.layers.Layers.activation;
import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.dropout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Model;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.model.TensorSpec;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Distances;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every verb of surgery on the same network as a Keras and as an ONNX file. */
class SurgeryVerbsTest {
  private static final double TOLERANCE = 1e-5;

  @TempDir static Path folder;

  /** What Keras recorded of the network. */
  private static Map<String, Tensor> recorded;

  private static Path onnx;

  /**
   * A verb.
   *
   * @param name its name
   * @param apply what it makes of the model
   * @param inOnnx whether it is possible inside an ONNX network
   * @param same whether the model then gives what Keras recorded
   */
  private record Verb(String name, Function<Model, Model> apply, boolean inOnnx, boolean same) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  static void network() throws IOException {
    try (Source source = Source.of(Checkout.file("samples/models/mnist_cnn_golden.npz"))) {
      recorded = Npz.read(source);
    }
    onnx = folder.resolve("mnist_cnn.onnx");
    try (Model keras = keras()) {
      keras.save(onnx);
    }
  }

  private static Model keras() throws IOException {
    return Model.load(Checkout.file("samples/models/mnist_cnn.h5"));
  }

  private static Stream<Verb> verbs() {
    return Stream.of(
        new Verb("cut", model -> model.edit().cut(inner(model)), true, false),
        new Verb("withoutTop", model -> model.edit().withoutTop(), true, false),
        new Verb("append", model -> model.edit().append(dense(2)), true, false),
        new Verb(
            "insertAfter",
            model -> model.edit().insertAfter("pool1", activation("linear").name("same")),
            false,
            true),
        new Verb(
            "replace",
            model -> model.edit().replace("dropout", dropout(0.1).name("other")),
            false,
            true),
        new Verb(
            "rename",
            model -> model.edit().rename(model.inputs().get(0).name(), "picture"),
            true,
            true),
        new Verb("toKeras", model -> model.edit().toKeras(), true, true),
        new Verb("copy", Model::copy, true, true));
  }

  private static String inner(Model model) {
    return model.info().isKeras() ? "pool2" : model.info().innerNames().get(3);
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void onKeras(Verb verb) throws IOException {
    try (Model model = keras();
        Model changed = verb.apply().apply(model)) {
      check(verb, model, changed);
    }
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void onOnnx(Verb verb) throws IOException {
    try (Model model = Model.load(onnx)) {
      if (!verb.inOnnx()) {
        assertThatThrownBy(() -> verb.apply().apply(model))
            .isInstanceOf(UnsupportedModelException.class)
            .hasMessageContaining("toKeras()");
        return;
      }
      try (Model changed = verb.apply().apply(model)) {
        check(verb, model, changed);
      }
    }
  }

  /** Compares with what Keras recorded, or with the same value inside on the other engine. */
  private static void check(Verb verb, Model model, Model changed) {
    Tensor x = recorded.get("in0");
    for (String engine : List.of("tensorflow", "onnxruntime")) {
      try (Model on = changed.on(engine)) {
        Tensor found = on.predict(Map.of(on.inputs().get(0).name(), x)).values().iterator().next();
        if (verb.same()) {
          Distances.near(recorded.get("out0"), found, TOLERANCE, verb + " on " + engine);
        } else if (verb.name().equals("cut")) {
          String other = engine.equals("tensorflow") ? "onnxruntime" : "tensorflow";
          try (Model whole = model.on(other)) {
            Tensor expected =
                whole
                    .run(Map.of(whole.inputs().get(0).name(), x), List.of(inner(model)))
                    .values()
                    .iterator()
                    .next();
            Distances.near(expected, found, TOLERANCE, "cut on " + engine);
          }
        } else {
          assertThat(found.dim(0)).isEqualTo(8);
          // Tenon writes Flatten as a Reshape, behind which the top of the ONNX network begins.
          long trunk = model.info().isKeras() ? 32 : 800;
          assertThat(found.dim(-1)).isEqualTo(verb.name().equals("append") ? 2 : trunk);
        }
      }
    }
    // The model itself stays as it was, and both are open.
    Distances.near(
        recorded.get("out0"),
        model.predict(x),
        TOLERANCE,
        "the model behind "
            + verb
            + " with "
            + model.inputs().stream().map(TensorSpec::name).toList());
  }

  @ParameterizedTest
  @MethodSource("files")
  void frozenWeightsStay(boolean fromOnnx) throws IOException {
    try (Model model = fromOnnx ? Model.load(onnx) : keras()) {
      String kernel =
          model.weights().keySet().stream()
              .filter(name -> name.contains("conv1"))
              .findFirst()
              .get();
      model.layers().freeze("*");
      model.layers().unfreeze(fromOnnx ? kernel : "conv1");
      assertLearns(model, kernel, true);
      model.layers().unfreeze();
      model.layers().freeze(fromOnnx ? kernel : "conv1");
      assertLearns(model, kernel, false);
      model.layers().unfreeze();
      model.layers().trainOnly(kernel);
      assertLearns(model, kernel, true);
    }
  }

  private static Stream<Boolean> files() {
    return Stream.of(false, true);
  }

  /** One step changes the weight, or leaves each of its bits. */
  private static void assertLearns(Model model, String weight, boolean expected) {
    model.compile("sgd", "mse");
    Tensor before = model.weights().get(weight);
    model.trainOnBatch(recorded.get("in0"), Tensor.zeros(8, 10));
    assertThat(!model.weights().get(weight).equals(before)).isEqualTo(expected);
  }
}
