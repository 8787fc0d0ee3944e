package dev.tenon.verify;

import dev.tenon.Model;
import dev.tenon.engine.Engine;
import dev.tenon.runtime.GraphEngine;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares a written file, on its engine, with its source. */
public final class Conversion {
  private static final int BATCH = 2;
  private static final long SEED = 20261124;
  private static final double MOSTLY = 0.1;

  private final Model model;
  private final Map<String, Tensor> inputs;
  private final @Nullable Bound asked;
  private final boolean fits;

  /**
   * Creates a comparison.
   *
   * @param asked the requested bound; null for that of the coarsest type
   * @param fits whether the model is known to accept the inputs
   */
  private Conversion(Model model, Map<String, Tensor> inputs, @Nullable Bound asked, boolean fits) {
    this.model = model;
    this.inputs = inputs;
    this.asked = asked;
    this.fits = fits;
  }

  /**
   * The difference of one output.
   *
   * @param output the name of the output
   * @param difference the difference
   * @param weak whether the expected values are constant or mostly rounding, so that agreement
   *     proves nothing
   * @param allowance the difference that rounding explains; null if the relative bound was met
   */
  public record Line(
      String output, Difference difference, boolean weak, @Nullable Allowance allowance) {
    /**
     * Returns whether the output is equal within a bound or within the allowance.
     *
     * @param bound the bound
     */
    public boolean good(Bound bound) {
      return difference.problem().isEmpty()
          && (difference.relative() <= bound.relative()
              || (allowance != null && allowance.covers(difference)));
    }
  }

  /**
   * The differences of all outputs.
   *
   * @param lines the difference of each output
   * @param bound the largest relative difference that counts as equal
   * @param notCompared the values that were not compared, with reasons
   */
  public record Outcome(List<Line> lines, Bound bound, List<String> notCompared) {
    public Outcome {
      lines = List.copyOf(lines);
      notCompared = List.copyOf(notCompared);
    }

    /** Returns whether every output is equal within the bound. */
    public boolean good() {
      return lines.stream().allMatch(line -> line.good(bound));
    }

    /** Returns whether the agreement of all outputs proves nothing; false if an output differs. */
    public boolean weak() {
      return good() && lines.stream().allMatch(Line::weak);
    }
  }

  /**
   * Compares a file with its source on random inputs. Keras models run on TensorFlow and ONNX files
   * on ONNX Runtime.
   *
   * <p>The engines share the lowering, so a success confirms the export and the kernels, but not
   * the import of a Keras file.
   *
   * @param model the source
   * @param written the file
   * @throws NoSampleInputException if the model accepts no random input
   * @throws IOException if the file cannot be read
   */
  public static Outcome compare(Model model, Path written) throws IOException {
    return compare(model, written, null);
  }

  /**
   * Compares a file with its source on random inputs, with a requested bound; see {@link
   * #compare(Model, Path)}.
   *
   * @param model the source
   * @param written the file
   * @param bound the bound; null for that of the coarsest type
   * @throws NoSampleInputException if the model accepts no random input
   * @throws IOException if the file cannot be read
   */
  public static Outcome compare(Model model, Path written, @Nullable Bound bound)
      throws IOException {
    // The file knows nothing of predictions that were made before.
    InputSearch.Found found = InputSearch.find(model.on(engine(model)), BATCH, SEED);
    List<Recording.Expected> expected = new ArrayList<>();
    found
        .outputs()
        .forEach(
            (name, tensor) -> expected.add(new Recording.Expected("out:" + name, name, tensor)));
    return new Conversion(model, found.inputs(), bound, true).outcome(written, expected, List.of());
  }

  private static Engine engine(Model model) {
    return model.info().isKeras() ? Engine.TENSORFLOW : Engine.ONNX_RUNTIME;
  }

  /**
   * Compares a file with recorded outputs and inner values.
   *
   * @param model the source
   * @param golden the recording
   * @param written the file
   * @throws IllegalArgumentException if the recording does not belong to the model, or none of its
   *     values can be compared
   * @throws IOException if the file cannot be read
   */
  public static Outcome compare(Model model, Recording golden, Path written) throws IOException {
    List<String> missing = new ArrayList<>();
    for (String name : golden.missing(model.outputs())) {
      missing.add("'" + name + "', which the golden lacks");
    }
    Outcome outcome =
        new Conversion(model, golden.inputs(model.inputs()), null, false)
            .outcome(written, golden.expected(model), missing);
    if (outcome.lines.isEmpty()) {
      throw new IllegalArgumentException(
          "nothing of " + golden.file() + " can be compared: " + outcome.notCompared);
    }
    return outcome;
  }

  private Outcome outcome(Path written, List<Recording.Expected> expected, List<String> missing)
      throws IOException {
    List<String> notCompared = new ArrayList<>(missing);
    List<Line> lines = new ArrayList<>();
    try (Model loaded = Model.load(written)) {
      Model file =
          GraphEngine.find(loaded.engine()).isPresent() ? loaded : loaded.on(Engine.ONNX_RUNTIME);
      Bound bound = asked == null ? Bound.of(model, file) : asked;
      WrittenNames names = new WrittenNames(model, file);
      List<Wanted> wanted = new ArrayList<>();
      for (Recording.Expected each : expected) {
        boolean inner = each.isInner() || !names.isOutput(each.name());
        String name = inner ? names.inner(each.name()) : names.output(each.name());
        if (name != null) {
          wanted.add(new Wanted(each, name, inner));
        } else if (inner) {
          notCompared.add("'" + each.name() + "', which the written file has not as a value");
        } else {
          boolean weak = isConstant(each.tensor(), bound);
          lines.add(new Line(each.name(), Difference.missing(), weak, null));
        }
      }
      List<String> asked = wanted.stream().map(Wanted::name).distinct().toList();
      Map<String, Tensor> actual = Map.of();
      String failure = "is missing";
      try {
        actual = asked.isEmpty() ? actual : file.run(names.fed(inputs), asked);
      } catch (IllegalArgumentException e) {
        if (!fits) {
          throw e;
        }
        // The model takes these inputs, and what was written of it does not.
        failure = "the written file cannot be run: " + e.getMessage();
      }
      RoundingError rounding = new RoundingError(model, inputs, engine(model));
      for (Wanted each : wanted) {
        String name = each.inner ? each.expected.name() : each.name;
        Tensor found = actual.get(each.name);
        lines.add(
            found == null
                ? new Line(name, Difference.failed(failure), false, null)
                : line(name, each, found, bound, rounding));
      }
      return new Outcome(lines, bound, notCompared);
    }
  }

  private static Line line(
      String name, Wanted wanted, Tensor found, Bound bound, RoundingError rounding) {
    Tensor there = wanted.expected.tensor();
    boolean weak = isConstant(there, bound);
    if (wanted.inner) {
      return new Line(name, WrittenNames.difference(there, found), weak, null);
    }
    Difference difference = Difference.of(there, found);
    if (difference.relative() <= bound.relative() || !difference.problem().isEmpty()) {
      return new Line(name, difference, weak, null);
    }
    Allowance allowance = rounding.of(wanted.expected.name(), difference);
    // Where rounding makes up so much of an output, agreement says little about the rest.
    boolean mostlyRounding = difference.relative() > MOSTLY;
    return new Line(name, difference, weak || mostlyRounding, allowance);
  }

  /** A recorded tensor and the name of its counterpart in the written file. */
  private record Wanted(Recording.Expected expected, String name, boolean inner) {}

  /**
   * Returns whether a tensor varies by no more than the bound, so that any order of its elements
   * would agree.
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
