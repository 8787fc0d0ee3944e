package dev.tenon.exporters.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import dev.tenon.importers.onnx.OnnxGraph;
import dev.tenon.importers.onnx.OnnxImporter;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Distances;
import dev.tenon.testing.PlainOnnxRuntime;
import dev.tenon.testing.Recording;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The ONNX files of the repository are read and written anew: ONNX Runtime itself opens what was
 * written, and gives the numbers that ONNX Runtime, PyTorch and Keras gave for the files as they
 * were.
 */
final class WrittenOnnxTest {
  private static final double TOLERANCE = 1e-5;

  /** Of half precision, as ONNX's own tests have it. */
  private static final double HALF_TOLERANCE = 2e-3;

  private final List<String> wrong = new ArrayList<>();
  private int written;

  private void check(Recording recording, OnnxOptions options) throws IOException {
    byte[] bytes;
    try (Source source = Source.of(recording.file())) {
      OnnxGraph read = OnnxImporter.read(source, source.name(), recording.lengths(), Map.of());
      // What the file needs itself, no older opset may have.
      long least = Math.max(options.opset(), Math.min(OnnxOptions.NEWEST_OPSET, read.opset()));
      try {
        bytes = OnnxExporter.export(read.graph(), read.store(), options).toByteArray();
      } catch (UnsupportedModelException e) {
        if (least == options.opset() || !String.valueOf(e.getMessage()).contains("opset")) {
          wrong.add(recording.label() + ": " + e.getMessage());
        }
        return;
      }
    }
    written++;
    try {
      Map<String, Tensor> found = PlainOnnxRuntime.run(bytes, recording.inputs());
      recording.outputs().forEach((name, expected) -> compare(recording, name, expected, found));
    } catch (OrtException | RuntimeException e) {
      wrong.add(recording.label() + ": " + e);
    }
  }

  private void compare(
      Recording recording, String name, Tensor expected, Map<String, Tensor> found) {
    boolean half = expected.dtype() == DType.FLOAT16;
    String problem =
        Distances.problem(expected, found.get(name), half ? HALF_TOLERANCE : TOLERANCE);
    if (!problem.isEmpty()) {
      wrong.add(recording.label() + ": " + name + " is " + problem);
    }
  }

  /**
   * Checks files.
   *
   * @param least how many of them can be written so at least
   */
  private void check(List<Recording> recordings, OnnxOptions options, int least)
      throws IOException {
    for (Recording recording : recordings) {
      check(recording, options);
    }
    assertThat(wrong).isEmpty();
    assertThat(written).isGreaterThanOrEqualTo(least);
  }

  @ParameterizedTest
  @ValueSource(ints = {13, 15, 18, 21, 24})
  void operators(int opset) throws IOException {
    check(
        Recording.folders("tests/goldens/onnx/forms", "tests/goldens/onnx/operators"),
        OnnxOptions.DEFAULTS.opset(opset),
        125);
  }

  @Test
  void traditionalModels() throws IOException {
    check(
        Recording.folders("tests/goldens/onnx/ml/models", "tests/goldens/onnx/ml/operators"),
        OnnxOptions.DEFAULTS,
        176);
  }

  private static List<Recording> networks() throws IOException {
    return Recording.files(
        "tests/goldens/torch",
        "tests/goldens/onnx/networks",
        "tests/goldens/onnx/recurrent",
        "tests/goldens/onnx/sklearn");
  }

  @Test
  void networksOfTheOldestOpset() throws IOException {
    check(networks(), OnnxOptions.DEFAULTS.opset(OnnxOptions.OLDEST_OPSET), 77);
  }

  @Test
  void networksWithTypesOfInnerValues() throws IOException {
    check(networks(), OnnxOptions.DEFAULTS.valueInfo(true), 77);
  }

  @Test
  void networksWithNothingJoined() throws IOException {
    check(networks(), OnnxOptions.DEFAULTS.fuse(false).opset(OnnxOptions.NEWEST_OPSET), 77);
  }
}
