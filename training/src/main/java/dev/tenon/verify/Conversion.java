package dev.tenon.verify;

import dev.tenon.Model;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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
   * @param notCompared what was left out, and why
   */
  public record Outcome(List<Line> lines, Bound bound, List<String> notCompared) {
    public Outcome {
      lines = List.copyOf(lines);
      notCompared = List.copyOf(notCompared);
    }

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
    // The file knows nothing of predictions that were made before.
    model.resetStates();
    List<Golden.Expected> expected = new ArrayList<>();
    model
        .on(engine)
        .predict(inputs)
        .forEach((name, tensor) -> expected.add(new Golden.Expected("out:" + name, name, tensor)));
    return outcome(model, written, inputs, expected, List.of());
  }

  /**
   * Compares with recorded outputs, and what is recorded of layers with the value of that layer.
   *
   * @throws IllegalArgumentException where the golden does not belong to the model, or nothing of
   *     it can be compared
   */
  public static Outcome compare(Model model, Golden golden, Path written) throws IOException {
    List<String> missing = new ArrayList<>();
    for (String name : golden.missing(model.outputs())) {
      missing.add("'" + name + "', which the golden lacks");
    }
    Outcome outcome =
        outcome(model, written, golden.inputs(model.inputs()), golden.expected(model), missing);
    if (outcome.lines.isEmpty()) {
      throw new IllegalArgumentException(
          "nothing of " + golden.file() + " can be compared: " + outcome.notCompared);
    }
    return outcome;
  }

  private static Outcome outcome(
      Model model,
      Path written,
      Map<String, Tensor> inputs,
      List<Golden.Expected> expected,
      List<String> missing)
      throws IOException {
    List<String> notCompared = new ArrayList<>(missing);
    List<Line> lines = new ArrayList<>();
    try (Model file = Model.load(written)) {
      Bound bound = Bound.of(model, file);
      WrittenNames names = new WrittenNames(model, file);
      List<Wanted> wanted = new ArrayList<>();
      for (Golden.Expected each : expected) {
        boolean inner = each.isInner() || !names.isOutput(each.name());
        String name = inner ? names.inner(each.name()) : names.output(each.name());
        if (name != null) {
          wanted.add(new Wanted(each, name, inner));
        } else if (inner) {
          notCompared.add("'" + each.name() + "', which the written file has not as a value");
        } else {
          boolean weak = isConstant(each.tensor(), bound);
          lines.add(new Line(each.name(), Difference.missing(), weak));
        }
      }
      List<String> asked = wanted.stream().map(Wanted::name).distinct().toList();
      Map<String, Tensor> actual = asked.isEmpty() ? Map.of() : file.run(names.fed(inputs), asked);
      for (Wanted each : wanted) {
        Tensor there = each.expected.tensor();
        Tensor found = Objects.requireNonNull(actual.get(each.name));
        Difference difference =
            each.inner ? WrittenNames.difference(there, found) : Difference.of(there, found);
        String name = each.inner ? each.expected.name() : each.name;
        lines.add(new Line(name, difference, isConstant(there, bound)));
      }
      return new Outcome(lines, bound, notCompared);
    }
  }

  /** A recorded tensor, and the name of what is compared with it in the written file. */
  private record Wanted(Golden.Expected expected, String name, boolean inner) {}

  /**
   * Says whether a tensor varies by no more than what counts as equal: any order of it would do.
   */
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
