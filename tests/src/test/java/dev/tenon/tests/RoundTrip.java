package dev.tenon.tests;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.Model;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.model.TensorSpec;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.tensor.Tensor;
import dev.tenon.verify.Difference;
import dev.tenon.verify.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes a recorded Keras model to ONNX, and what was written back to layers of Keras. */
final class RoundTrip {
  /** What came of it: {@code same}, {@code refused} or {@code differs}, and a sentence. */
  record Outcome(String status, String detail) {}

  private RoundTrip() {}

  static Outcome of(Path folder, JsonNode row, Path work, String engine) throws IOException {
    Path written = work.resolve("written.onnx");
    try (Model keras = Model.load(folder.resolve(row.get("file").asText()))) {
      keras.save(written, OnnxOptions.DEFAULTS);
    } catch (UnsupportedModelException e) {
      return new Outcome("refused", "not written as ONNX: " + e.getMessage());
    }
    Recording golden = Recording.read(folder.resolve(row.get("golden").asText()));
    try (Model onnx = Model.load(written);
        Model layers = onnx.edit().toKeras()) {
      double tolerance = Math.max(1e-5, row.get("tolerance").asDouble());
      return compare(layers.on(engine), golden, tolerance);
    } catch (UnsupportedModelException e) {
      return new Outcome("refused", String.valueOf(e.getMessage()));
    }
  }

  /** The states of stateful layers are inputs in an ONNX file, and zeros in the first run. */
  private static Recording withStates(Recording golden, Model layers) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(golden.tensors());
    for (int i = 0; i < layers.inputs().size(); i++) {
      TensorSpec input = layers.inputs().get(i);
      if (input.name().contains("rnn_state")) {
        long[] lengths = input.shape().toLongs();
        lengths[0] = tensors.get("in0").dim(0);
        tensors.put("in" + i, Tensor.zeros(input.dtype(), lengths));
      }
    }
    return new Recording(golden.file(), tensors);
  }

  static Outcome compare(Model layers, Recording golden, double tolerance) {
    Map<String, Tensor> given = layers.predict(withStates(golden, layers).inputs(layers.inputs()));
    List<Recording.Expected> expected = golden.expected(layers.outputs());
    Difference worst = null;
    List<Tensor> inOrder = List.copyOf(given.values());
    for (int i = 0; i < expected.size(); i++) {
      Recording.Expected one = expected.get(i);
      // The layers that give the outputs have other names than the outputs had.
      Tensor byName = given.get(one.name());
      Tensor actual = byName == null ? inOrder.get(i) : byName;
      Difference difference = Difference.of(one.tensor(), actual);
      worst = worst == null ? difference : worst.worst(difference);
    }
    boolean same = worst != null && worst.problem().isEmpty() && worst.relative() <= tolerance;
    return new Outcome(same ? "same" : "differs", String.valueOf(worst));
  }
}
