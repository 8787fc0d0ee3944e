package dev.tenon.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.Model;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.model.TensorSpec;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Manifests;
import dev.tenon.verify.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch of no samples, over every recorded layer. */
final class EmptyBatchTest {
  private static final List<String> ENGINES = List.of("tensorflow", "onnxruntime");

  /**
   * Models that are refused: texts, whose length their words decide, NumPy's functions over the
   * whole batch, and shapes that Python computes of the batch.
   */
  private static final int MOST_REFUSED = 23;

  @Test
  void everyLayerAnswersWithRecordedShapesOnBothEngines() throws IOException {
    Path folder = Checkout.file("tests/goldens/layers");
    List<String> wrong = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    int answered = 0;
    int gaps = 0;
    for (JsonNode row : Manifests.read(folder.resolve("manifest.jsonl"))) {
      String file = row.get("file").asText();
      Recording golden = Recording.read(folder.resolve(row.get("golden").asText()));
      try (Model model = Model.load(folder.resolve(file))) {
        if (fixed(model)) {
          continue;
        }
        String said = check(model, golden);
        if (said.isEmpty()) {
          answered++;
        } else if (said.startsWith("refused")) {
          refused.add(file + ": " + said);
        } else {
          wrong.add(file + ": " + said);
        }
      } catch (UnsupportedModelException | MalformedModelException e) {
        // A known gap of LayerGoldensTest.
        gaps++;
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(refused).hasSizeLessThanOrEqualTo(MOST_REFUSED);
    assertThat(gaps).isLessThan(MOST_REFUSED);
    assertThat(answered).isGreaterThan(1000);
  }

  /** Writes recorded recurrent layers as ONNX files, which ONNX Runtime runs as they are. */
  @Test
  void onnxFilesAnswerToo(@TempDir Path work) throws IOException {
    Path folder = Checkout.file("tests/goldens/layers");
    for (String name : List.of("recurrent/lstm", "recurrent/gru", "merging/dot")) {
      Recording golden = Recording.read(folder.resolve(name + ".k3.npz"));
      Path file = work.resolve("model.onnx");
      try (Model keras = Model.load(folder.resolve(name + ".k3.keras"))) {
        keras.save(file);
      }
      try (Model model = Model.load(file)) {
        assertThat(check(model, golden)).as(name).isEmpty();
      }
    }
  }

  @Test
  void inputsOfDifferentLengthsAreRefused() throws IOException {
    Path file = Checkout.file("tests/goldens/layers/merging/dot.k3.keras");
    try (Model model = Model.load(file)) {
      Map<String, Tensor> batch = new LinkedHashMap<>();
      for (TensorSpec input : model.inputs()) {
        long[] shape = input.shape().toLongs();
        shape[0] = batch.size();
        batch.put(input.name(), Tensor.zeros(input.dtype(), shape));
      }
      assertThatThrownBy(() -> model.predict(batch))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("has no samples and other inputs have some");
    }
  }

  private static boolean fixed(Model model) {
    return model.inputs().stream()
        .anyMatch(
            input ->
                !input.shape().ranked()
                    || input.shape().rank() == 0
                    || input.shape().dim(0).isKnown());
  }

  private static String check(Model model, Recording golden) {
    Map<String, Tensor> batch = new LinkedHashMap<>();
    Map<String, Tensor> recorded = golden.inputs(model.inputs());
    for (TensorSpec input : model.inputs()) {
      Tensor full = recorded.get(input.name());
      batch.put(input.name(), full.slice(0, 0, 0));
    }
    List<String> answers = new ArrayList<>();
    for (String engine : ENGINES) {
      try (Model on = model.on(engine)) {
        StringBuilder text = new StringBuilder();
        Map<String, Tensor> outputs = on.predict(batch);
        outputs.forEach((name, tensor) -> text.append(shape(tensor)));
        answers.add(text.toString());
      } catch (IllegalArgumentException e) {
        answers.add("refused: " + e.getMessage());
      }
    }
    if (!answers.get(0).equals(answers.get(1))) {
      return "differs: " + answers;
    }
    if (answers.get(0).startsWith("refused")) {
      return answers.get(0);
    }
    Map<String, Tensor> recordedOutputs = new LinkedHashMap<>();
    golden
        .expected(model.outputs())
        .forEach(each -> recordedOutputs.put(each.name(), each.tensor()));
    StringBuilder expected = new StringBuilder();
    for (TensorSpec output : model.outputs()) {
      Tensor full = recordedOutputs.get(output.name());
      if (full == null) {
        return "no recording of '" + output.name() + "'";
      }
      long[] shape = full.shape();
      for (int axis = 0; axis < shape.length; axis++) {
        if (String.valueOf(output.shape().dims().get(axis)).contains("batch")) {
          shape[axis] = 0;
        }
      }
      expected.append(shape(Tensor.zeros(output.dtype(), shape)));
    }
    return expected.toString().equals(answers.get(0))
        ? ""
        : "expected " + expected + ", received " + answers.get(0);
  }

  private static String shape(Tensor tensor) {
    return tensor.dtype() + tensor.shapeString() + " ";
  }
}
