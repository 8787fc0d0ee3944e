package dev.tenon.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.Model;
import dev.tenon.formats.Source;
import dev.tenon.formats.hdf5.Hdf5File;
import dev.tenon.formats.hdf5.Hdf5Group;
import dev.tenon.importers.keras.KerasImporter;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.ir.shape.Dim;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Manifests;
import dev.tenon.verify.Difference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What the Keras of the day recorded of every layer, on both engines; once from the whole model,
 * and once from its configuration as JSON with the weights-only file beside it.
 */
final class ForeignRecordingsTest {
  private static final int LEAST = 70;
  private static final double TOLERANCE = 1e-5;

  /** Keras 1 computed these with a Theano or TensorFlow of its time, in another order. */
  private static final double TOLERANCE_KERAS_1 = 1e-4;

  /** It holds inputs and labels, and nothing that the model gave. */
  private static final String LABELS_ONLY = "simple_lstm_tf_keras_2_inputs_and_outputs.h5";

  private static final String RECORDING = "_inputs_and_outputs.h5";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TestFactory
  Stream<DynamicTest> everyRecording() throws IOException {
    assumeTrue(
        Manifests.foreign() != null,
        "set -Dtenon.foreign to the folder of models made by others to run this test");
    Path folder = Objects.requireNonNull(Manifests.foreign());
    List<String> recordings =
        Manifests.read(folder.resolve("keras-weights-and-recordings.jsonl")).stream()
            .map(row -> row.get("file").asText())
            .filter(file -> file.endsWith(RECORDING))
            .toList();
    assertThat(recordings).hasSizeGreaterThan(LEAST);
    return recordings.stream()
        .flatMap(
            file -> {
              Path recording = folder.resolve(file);
              Path model = beside(recording, "_model.h5");
              return Stream.of(
                  DynamicTest.dynamicTest(
                      file + ", whole model", () -> check(Model.load(model), model, recording)),
                  DynamicTest.dynamicTest(
                      file + ", configuration and weights",
                      () -> check(inTwoParts(model), model, recording)));
            });
  }

  private static Path beside(Path recording, String suffix) {
    String name = String.valueOf(recording.getFileName());
    return recording.resolveSibling(name.substring(0, name.length() - RECORDING.length()) + suffix);
  }

  private static Model inTwoParts(Path file) throws IOException {
    KerasModel model = KerasImporter.fromJson(toJson(file), KerasImporter.Options.DEFAULT);
    assertThat(model.hasWeights()).isFalse();
    Path weights = Path.of(file.toString().replace("_model.h5", "_weights.h5"));
    assertThat(Files.exists(weights)).isTrue();
    try (Source source = Source.of(weights)) {
      return Model.of(KerasImporter.loadWeights(model, source));
    }
  }

  /** What {@code model.to_json()} gives for the model of a file. */
  private static String toJson(Path file) throws IOException {
    try (Source source = Source.of(file)) {
      Hdf5Group root = Hdf5File.open(source).root();
      ObjectNode json = (ObjectNode) JSON.readTree(root.stringAttribute("model_config"));
      json.put("keras_version", root.stringAttribute("keras_version"));
      json.put("backend", root.stringAttribute("backend"));
      return json.toString();
    }
  }

  private static void check(Model model, Path file, Path recording) throws IOException {
    double tolerance = isKeras1(file) ? TOLERANCE_KERAS_1 : TOLERANCE;
    try (model;
        Source source = Source.of(recording)) {
      Hdf5Group root = Hdf5File.open(source).root();
      Map<String, Tensor> inputs = tensors(root, "inputs");
      Map<String, Tensor> expected = expected(root);
      assertThat(model.inputs()).hasSameSizeAs(inputs.keySet());
      assertThat(expected.isEmpty()).isEqualTo(recording.endsWith(LABELS_ONLY));
      if (expected.isEmpty()) {
        return;
      }
      int samples = Math.toIntExact(inputs.values().iterator().next().shape()[0]);
      int batch =
          model.inputs().get(0).shape().dim(0) instanceof Dim.Known known
              ? Math.toIntExact(known.value())
              : samples;
      // Some models take batches of one length only, and the recording has several of them.
      for (int at = 0; at < samples; at += batch) {
        compare(model, part(inputs, at, at + batch), part(expected, at, at + batch), tolerance);
      }
    }
  }

  private static Map<String, Tensor> part(Map<String, Tensor> tensors, int start, int end) {
    Map<String, Tensor> part = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> part.put(name, tensor.slice(0, start, end)));
    return part;
  }

  private static void compare(
      Model model, Map<String, Tensor> given, Map<String, Tensor> expected, double tolerance) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    given.values().forEach(tensor -> inputs.put(model.inputs().get(inputs.size()).name(), tensor));
    for (String engine : List.of("tensorflow", "onnxruntime")) {
      Map<String, Tensor> actual = model.on(engine).run(inputs, List.copyOf(expected.keySet()));
      expected.forEach(
          (layer, tensor) -> {
            Difference difference =
                Difference.of(tensor, Objects.requireNonNull(actual.get(layer)));
            assertThat(difference.problem()).as("%s on %s", layer, engine).isEmpty();
            assertThat(difference.relative())
                .as("%s on %s", layer, engine)
                .isLessThanOrEqualTo(tolerance);
          });
    }
  }

  /** What each layer gave. The group of outputs is not it: there are the labels of training. */
  private static Map<String, Tensor> expected(Hdf5Group root) {
    Map<String, Tensor> expected = tensors(root, "activations");
    expected.putAll(tensors(root, "predictions"));
    return expected;
  }

  private static Map<String, Tensor> tensors(Hdf5Group root, String name) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Hdf5Group group = root.isGroup(name) ? root.group(name) : null;
    if (group != null) {
      for (String child : group.children()) {
        if (group.isDataset(child)) {
          tensors.put(child, Objects.requireNonNull(group.dataset(child)));
        }
      }
    }
    return tensors;
  }

  private static boolean isKeras1(Path file) throws IOException {
    try (Source source = Source.of(file)) {
      String version = Hdf5File.open(source).root().stringAttribute("keras_version");
      return version == null || version.startsWith("1");
    }
  }
}
