package dev.tenon.verify;

import dev.tenon.Model;
import dev.tenon.ModelInput;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares a written file, on the engine that it is for, with what it was written from. */
public final class Conversion {
  private static final int BATCH = 2;
  private static final long SEED = 20261124;

  private Conversion() {}

  /**
   * How far one output is off.
   *
   * @param weak whether everything expected is one number, so that agreement proves nothing
   */
  public record Line(String output, Difference difference, boolean weak) {}

  /**
   * How far every output is off.
   *
   * @param lines one for each output
   * @param bound the largest relative difference that counts as equal
   */
  public record Outcome(List<Line> lines, Bound bound) {
    /** Says whether every output is equal within the bound. */
    public boolean good() {
      return lines.stream()
          .allMatch(
              line ->
                  line.difference.problem().isEmpty()
                      && line.difference.relative() <= bound.relative());
    }

    /** Says whether no output proves anything; a file that differs is proved to be wrong. */
    public boolean weak() {
      return good() && lines.stream().allMatch(Line::weak);
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
    Map<String, Tensor> expected = model.on(engine).predict(inputs);
    try (Model onnx = Model.load(written)) {
      return outcome(expected, onnx, inputs, Bound.of(model, onnx));
    }
  }

  /** Compares with recorded outputs. */
  public static Outcome compare(Model model, Golden golden, Path written) throws IOException {
    Map<String, Tensor> inputs = golden.inputs(model.inputs());
    Map<String, Tensor> expected = new LinkedHashMap<>();
    golden.expected(model.outputs()).forEach(line -> expected.put(line.name(), line.tensor()));
    try (Model onnx = Model.load(written)) {
      return outcome(expected, onnx, inputs, Bound.of(model, onnx));
    }
  }

  private static Outcome outcome(
      Map<String, Tensor> expected, Model onnx, Map<String, Tensor> inputs, Bound bound) {
    List<Line> lines = new ArrayList<>();
    Map<String, Tensor> fed = new LinkedHashMap<>();
    List<Tensor> given = new ArrayList<>(inputs.values());
    List<ModelInput> ports = onnx.inputs();
    for (int i = 0; i < ports.size(); i++) {
      Tensor byName = inputs.get(ports.get(i).name());
      fed.put(ports.get(i).name(), byName == null ? given.get(i) : byName);
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
      lines.add(new Line(name, difference, isConstant(entry.getValue(), bound)));
      position++;
    }
    return new Outcome(lines, bound);
  }

  /** Says whether a tensor varies by no more than what counts as equal: any order of it would do. */
  private static boolean isConstant(Tensor tensor, Bound bound) {
    if (tensor.dtype() == DType.STRING || tensor.size() == 0) {
      return false;
    }
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < tensor.size(); i++) {
      low = Math.min(low, tensor.getDouble(i));
      high = Math.max(high, tensor.getDouble(i));
    }
    double largest = Math.max(Math.abs(low), Math.abs(high));
    return largest == 0 || (tensor.size() > 1 && high - low <= bound.relative() * largest);
  }
}
