package dev.tenon.inspect;

import static dev.tenon.layers.Layers.input;
import static dev.tenon.layers.Layers.lstm;
import static dev.tenon.layers.Layers.unitNormalization;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Model;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.ops.Ops;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Recorded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gradients and Grad-CAM against TensorFlow's GradientTape in Python. */
final class GradientsTest {
  private static final int CLASS = 1;
  private static final double TOLERANCE = 1e-5;

  @Test
  void gradientsAreThoseOfTheTape() throws IOException {
    Map<String, Tensor> recorded = Recorded.npz(Recorded.file("pictures.npz"));
    List<String> sources = List.of("picture", "relu1");
    try (Model model = Model.load(Recorded.file("pictures.h5"));
        Gradient gradient = Gradient.of(model, "conv2", sources)) {
      Gradient.Result result =
          gradient.run(Map.of("picture", recorded.get("in0")), recorded.get("seed"));
      for (String source : sources) {
        Differences.assertNear(
            recorded.get("gradient:" + source), result.gradients().get(source), TOLERANCE, source);
      }
    }
  }

  /** The gradient of {@code x * stop_gradient(x)} is x, not 2x. */
  @Test
  void noGradientGoesThroughStopGradient() {
    KerasTensor x = input("x", 1);
    try (Model model = Model.of(x, Ops.multiply(x, Ops.stopGradient(x)));
        Gradient gradient = Gradient.of(model, model.outputs().get(0).name(), List.of("x"))) {
      Gradient.Result result = gradient.run(Map.of("x", Tensor.full(3, 1, 1)), Tensor.ones(1, 1));
      assertThat(result.target().getDouble(0)).isEqualTo(9);
      assertThat(result.gradients().get("x").getDouble(0)).isEqualTo(3);
    }
  }

  @Test
  void whatComesAfterTheTargetHasNoGradient() throws IOException {
    try (Model model = Model.load(Recorded.file("pictures.h5"))) {
      assertThatThrownBy(() -> Gradient.of(model, "relu1", List.of("picture", "conv2")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "'relu1' is not computed from 'conv2', so there is no gradient: name a layer that"
                  + " comes before it");
    }
  }

  @Test
  void gradCamAndSaliencyAreThoseOfTheTape() throws IOException {
    Map<String, Tensor> recorded = Recorded.npz(Recorded.file("pictures.npz"));
    Map<String, Tensor> batch = Map.of("picture", recorded.get("in0"));
    try (Model model = Model.load(Recorded.file("pictures.h5"))) {
      Tensor cam = Maps.gradCam(model, batch, "relu2", CLASS);
      Differences.assertNear(recorded.get("cam"), cam, TOLERANCE, "Grad-CAM");
      Tensor saliency = Maps.saliency(model, batch, CLASS);
      Differences.assertNear(recorded.get("saliency"), saliency, TOLERANCE, "saliency");
    }
  }

  @ParameterizedTest
  @CsvSource({"depth, 48, 64", "last, 11, 15"})
  void gradCamOfAPhotographIsThatOfTheTape(String layer, long height, long width)
      throws IOException {
    Map<String, Tensor> recorded = Recorded.npz(Recorded.file("photo.npz"));
    Tensor photo = recorded.get("in0").cast(DType.FLOAT32);
    try (Model model = Model.load(Recorded.file("photo.keras"))) {
      Tensor cam = Maps.gradCam(model, Map.of("photo", photo), layer, 3);
      assertThat(cam.shape()).containsExactly(1, height, width);
      Differences.assertNear(recorded.get("cam:" + layer), cam, 1e-4, layer);
    }
  }

  /** The layer is inside a nested model; occlusion is told by both engines. */
  @Test
  void mapsOfANestedBackboneAreThoseOfPython() throws IOException {
    Map<String, Tensor> recorded = Recorded.npz(Recorded.file("maps.npz"));
    Map<String, Tensor> batch = Map.of("x", recorded.get("in0"));
    try (Model model = Model.load(Recorded.file("maps.keras"))) {
      Tensor cam = Maps.gradCam(model, batch, "backbone/cut", 2);
      Differences.assertNear(recorded.get("cam"), cam, TOLERANCE, "Grad-CAM");
      Tensor saliency = Maps.saliency(model, batch, 2);
      Differences.assertNear(recorded.get("saliency"), saliency, TOLERANCE, "saliency");
      Tensor image = recorded.get("in0").slice(0, 0, 1);
      for (String engine : List.of("tensorflow", "onnxruntime")) {
        Tensor falls = Maps.occlusion(model.on(engine), image, 2, 5, 3, 0.25);
        // Small differences of scores in float32: these have so many digits less than the scores.
        Differences.assertNear(recorded.get("occlusion"), falls, 1e-4, "occlusion, " + engine);
      }
    }
  }

  @Test
  void occlusionIsTheFallOfTheScore() throws IOException {
    Map<String, Tensor> recorded = Recorded.npz(Recorded.file("pictures.npz"));
    Tensor image = recorded.get("in0").slice(0, 0, 1);
    try (Model model = Model.load(Recorded.file("pictures.h5"))) {
      Tensor map = Maps.occlusion(model, image, CLASS, 12, 12, 0);
      double whole = model.predict(image).getDouble(CLASS);
      double empty = model.predict(image.scale(0, 0)).getDouble(CLASS);
      assertThat(map.shape()).containsExactly(1, 1);
      assertThat(map.getDouble(0)).isCloseTo(whole - empty, offset());
      assertThat(Maps.occlusion(model, image, CLASS, 4, 2, 0).shape()).containsExactly(5, 5);
    }
  }

  private static org.assertj.core.data.Offset<Double> offset() {
    return org.assertj.core.data.Offset.offset(1e-6);
  }

  /** The output is the last state; the layer of its name gives the whole sequence first. */
  @Test
  void theScoresAreThoseOfTheOutputThoughALayerHasItsName() {
    KerasTensor x = input("x", 5, 2);
    List<KerasTensor> all =
        lstm(4)
            .returnSequences(true)
            .returnState(true)
            .name("memory")
            .applyAll(List.of(x), Map.of());
    try (Model plain = Model.of(x, lstm(4).name("memory").apply(x));
        Model named = Model.of(List.of(x), List.of(all.get(1)))) {
      named.setWeights(plain.weights());
      assertThat(named.outputs().get(0).name()).isEqualTo("memory");
      Map<String, Tensor> batch = Map.of("x", Tensor.full(DType.FLOAT32, 0.5, 1, 5, 2));
      Tensor expected = Maps.saliency(plain, batch, 3);
      Differences.assertNear(expected, Maps.saliency(named, batch, 3), 1e-6, "saliency");
    }
  }

  /** Keras' limit of the inverse norm, 1e12, is the slope where there is nothing to normalize. */
  @Test
  void aRowOfZerosHasAGradientToo() {
    try (Model model = Model.sequential(unitNormalization().name("unit").inputShape(3));
        Gradient gradient = Gradient.of(model, "unit", List.of(model.inputs().get(0).name()))) {
      String input = model.inputs().get(0).name();
      Tensor rows = Tensor.of(new float[] {0, 0, 0, 3, 4, 0}, 2, 3);
      Tensor seed = Tensor.full(DType.FLOAT32, 1, 2, 3);
      Tensor slopes = gradient.run(Map.of(input, rows), seed).gradients().get(input);
      // Of x / 5 less what lies along (0.6, 0.8, 0).
      Tensor expected = Tensor.of(new float[] {1, 1, 1, 0.032f, -0.024f, 0.2f}, 2, 3);
      Differences.assertNear(expected.get(1), slopes.get(1), 1e-6, "a row");
      Differences.assertNear(expected.get(0), slopes.get(0).scale(1e-12, 0), 1e-6, "zeros");
    }
  }

  @Test
  void onnxFilesHaveTheTapesGradientsToo(@TempDir Path folder) throws IOException {
    Path onnx = folder.resolve("pictures.onnx");
    try (Model model = Model.load(Recorded.file("pictures.h5"))) {
      model.save(onnx);
    }
    Map<String, Tensor> recorded = Recorded.npz(Recorded.file("pictures.npz"));
    Map<String, Tensor> batch = Map.of("picture", recorded.get("in0"));
    try (Model model = Model.load(onnx)) {
      List<Step> steps = Structure.of(model).steps();
      List<String> convolutions = named(steps, "Conv");
      List<String> relus = named(steps, "Relu");
      List<String> sources = List.of("picture", relus.get(0));
      try (Gradient gradient = Gradient.of(model, convolutions.get(1), sources)) {
        Gradient.Result result = gradient.run(batch, recorded.get("seed").transpose(0, 3, 1, 2));
        Differences.assertNear(
            recorded.get("gradient:picture"),
            result.gradients().get("picture"),
            TOLERANCE,
            "picture");
        Differences.assertNear(
            recorded.get("gradient:relu1"),
            result.gradients().get(relus.get(0)).transpose(0, 2, 3, 1),
            TOLERANCE,
            "relu1");
      }
      Tensor cam = Maps.gradCam(model, batch, relus.get(1), CLASS);
      Differences.assertNear(recorded.get("cam"), cam, TOLERANCE, "Grad-CAM");
      Tensor saliency = Maps.saliency(model, batch, CLASS);
      Differences.assertNear(recorded.get("saliency"), saliency, TOLERANCE, "saliency");
      Step second =
          steps.stream()
              .filter(step -> step.outputs().equals(relus.subList(1, 2)))
              .findFirst()
              .orElseThrow();
      // 3 · 3, a pooling of 2 · 2, and 3 · 3 again, as in the Keras file.
      assertThat(Costs.of(model).get(second.path()).receptiveField()).containsExactly(8L, 8L);
      Inspector inspector = Inspector.of(model);
      try (ValueFunction tail = inspector.function(List.of(relus.get(1)), List.of("scores"))) {
        Tensor inner = inspector.value(recorded.get("in0"), relus.get(1));
        Differences.assertNear(
            model.predict(recorded.get("in0")), tail.apply(List.of(inner)).get(0), 1e-6, "tail");
      }
    }
  }

  private static List<String> named(List<Step> steps, String kind) {
    return steps.stream().filter(step -> step.kind().equals(kind)).map(Step::output).toList();
  }

  @Test
  void unknownLayersAreRefused() throws IOException {
    try (Model model = Model.load(Recorded.file("pictures.h5"))) {
      assertThatThrownBy(() -> Maps.gradCam(model, Map.of(), "relu9", CLASS))
          .hasMessageContaining("'relu2'");
    }
  }
}
