package dev.tenon.verify;

import dev.tenon.Model;
import dev.tenon.ModelInput;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares a written file, on the engine that it is for, with what it was written from. */
public final class Conversion {
  private static final double TOLERANCE = 1e-5;
  private static final int BATCH = 2;
  private static final long SEED = 20261124;

  private Conversion() {}

  /** How far one output is off. */
  public record Line(String output, Difference difference) {}

  /** How far every output is off. */
  public record Outcome(List<Line> lines) {
    /** Says whether every output is equal within 1e-5. */
    public boolean good() {
      return lines.stream()
          .allMatch(
              line ->
                  line.difference.problem().isEmpty() && line.difference.relative() <= TOLERANCE);
    }
  }

  /**
   * Compares on random inputs with the model, which runs on TensorFlow; an ONNX file runs on ONNX
   * Runtime as it is.
   *
   * <p>The engines share the lowering, so this proves the export and the kernels, not the import of
   * a Keras file.
   */
  public static Outcome compare(Model model, Path written) throws IOException {
    Map<String, Tensor> inputs = SampleInputs.random(model, BATCH, SEED);
    String engine = model.isKeras() ? "tensorflow" : "onnxruntime";
    // The file knows nothing of predictions that were made before.
    model.resetStates();
    Map<String, Tensor> expected = model.on(engine).predict(inputs);
    try (Model onnx = Model.load(written)) {
      return outcome(expected, onnx, inputs);
    }
  }

  /** Compares with recorded outputs. */
  public static Outcome compare(Model model, Golden golden, Path written) throws IOException {
    Map<String, Tensor> inputs = golden.inputs(model.inputs());
    Map<String, Tensor> expected = new LinkedHashMap<>();
    golden.expected(model.outputs()).forEach(line -> expected.put(line.name(), line.tensor()));
    try (Model onnx = Model.load(written)) {
      return outcome(expected, onnx, inputs);
    }
  }

  private static Tensor start(ModelInput state, long batch) {
    long[] lengths = state.shape().toLongs();
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = lengths[i] < 0 ? batch : lengths[i];
    }
    return Tensor.zeros(state.dtype(), lengths);
  }

  private static Outcome outcome(
      Map<String, Tensor> expected, Model onnx, Map<String, Tensor> inputs) {
    List<Line> lines = new ArrayList<>();
    Map<String, Tensor> fed = new LinkedHashMap<>();
    List<Tensor> given = new ArrayList<>(inputs.values());
    List<ModelInput> ports = onnx.inputs();
    for (int i = 0; i < ports.size(); i++) {
      ModelInput port = ports.get(i);
      Tensor byName = inputs.get(port.name());
      boolean state = byName == null && ports.size() > given.size();
      // What was read from an ONNX file has its states as inputs in a format that keeps none.
      Tensor byPlace = state ? start(port, given.get(0).dim(0)) : given.get(i);
      fed.put(port.name(), byName == null ? byPlace : byName);
    }
    Map<String, Tensor> actual = onnx.predict(fed);
    List<String> names = List.copyOf(actual.keySet());
    int position = 0;
    for (Map.Entry<String, Tensor> entry : expected.entrySet()) {
      // A SavedModel has its outputs in the order of their names.
      String name =
          actual.containsKey(entry.getKey()) || position >= names.size()
              ? entry.getKey()
              : names.get(position);
      Tensor result = actual.get(name);
      Difference difference =
          result == null ? Difference.missing() : Difference.of(entry.getValue(), result);
      lines.add(new Line(name, difference));
      position++;
    }
    return new Outcome(lines);
  }
}
