package dev.tenon.tests.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Model;
import dev.tenon.inspect.Gradient;
import dev.tenon.inspect.Maps;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        Recorded.assertNear(
            recorded.get("gradient:" + source), result.gradients().get(source), TOLERANCE, source);
      }
    }
  }

  @Test
  void gradCamAndSaliencyAreThoseOfTheTape() throws IOException {
    Map<String, Tensor> recorded = Recorded.npz(Recorded.file("pictures.npz"));
    Map<String, Tensor> batch = Map.of("picture", recorded.get("in0"));
    try (Model model = Model.load(Recorded.file("pictures.h5"))) {
      Tensor cam = Maps.gradCam(model, batch, "relu2", CLASS);
      Recorded.assertNear(recorded.get("cam"), cam, TOLERANCE, "Grad-CAM");
      Tensor saliency = Maps.saliency(model, batch, CLASS);
      Recorded.assertNear(recorded.get("saliency"), saliency, TOLERANCE, "saliency");
    }
  }

  @Test
  void occlusionIsTheFallOfTheScore() throws IOException {
    Map<String, Tensor> recorded = Recorded.npz(Recorded.file("pictures.npz"));
    Tensor picture = recorded.get("in0").slice(0, 0, 1);
    try (Model model = Model.load(Recorded.file("pictures.h5"))) {
      Tensor map = Maps.occlusion(model, picture, CLASS, 12, 12, 0);
      double whole = model.predict(picture).getDouble(CLASS);
      double empty = model.predict(picture.scale(0, 0)).getDouble(CLASS);
      assertThat(map.shape()).containsExactly(1, 1);
      assertThat(map.getDouble(0)).isCloseTo(whole - empty, offset());
      assertThat(Maps.occlusion(model, picture, CLASS, 4, 2, 0).shape()).containsExactly(5, 5);
    }
  }

  private static org.assertj.core.data.Offset<Double> offset() {
    return org.assertj.core.data.Offset.offset(1e-6);
  }

  @Test
  void whatHasNoGradientsIsRefused(@TempDir Path folder) throws IOException {
    Path onnx = folder.resolve("pictures.onnx");
    try (Model model = Model.load(Recorded.file("pictures.h5"))) {
      model.save(onnx);
      assertThatThrownBy(() -> Maps.gradCam(model, Map.of(), "relu9", CLASS))
          .hasMessageContaining("'relu2'");
    }
    try (Model model = Model.load(onnx)) {
      assertThatThrownBy(() -> Gradient.of(model, "scores", List.of("picture")))
          .hasMessageContaining("ONNX");
    }
  }
}
