package dev.tenon.cli.convert;

import dev.tenon.Model;
import dev.tenon.cli.output.ExitCodes;
import dev.tenon.cli.output.Output;
import dev.tenon.exporters.onnx.OnnxModel;
import dev.tenon.formats.Source;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.saving.onnx.WeightStorage;
import dev.tenon.tensor.Tensor;
import dev.tenon.verify.Bound;
import dev.tenon.verify.Conversion;
import dev.tenon.verify.NoSampleInputException;
import dev.tenon.verify.QuantizationError;
import dev.tenon.verify.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes an ONNX file with smaller weights, and says what that saves and costs. */
public final class SmallerWeights {
  /** Weights of 16 bits are turned to float32 where they are read, and computed with in that. */
  private static final Bound EXACT = Bound.of(Bound.FINE);

  private final Output out;
  private final WrittenCheck check;
  private int code;

  /**
   * Creates a writer.
   *
   * @param check what is asked to be compared
   */
  public SmallerWeights(Output out, WrittenCheck check) {
    this.out = out;
    this.check = check;
  }

  /** Returns the exit code of what was written last. */
  public int code() {
    return code;
  }

  /** Writes the model, and prints sizes and differences. */
  public void write(Model model, Path target, OnnxOptions options) throws IOException {
    Path folder = WeightSavings.folderBeside(target);
    try {
      Path full = folder.resolve("full.onnx");
      WeightSavings savings = save(model, full, target, options, check.golden(), Map.of());
      savings.notes().forEach(note -> out.line("  note: " + note));
      savings.lines("--golden FILE.npz").forEach(line -> out.line("  " + line));
      code = check.isAsked() ? compare(model, target, full, options.weights()) : 0;
    } finally {
      WeightSavings.delete(folder);
    }
  }

  /**
   * Writes the model, and once more with full weights.
   *
   * @param full the file with full weights
   * @param options the kind of smaller weights
   * @param golden recorded outputs to compare with; null for none
   * @param inputs what to compare on; empty for random inputs, or those of the recording
   */
  static WeightSavings save(
      Model model,
      Path full,
      Path target,
      OnnxOptions options,
      @Nullable Recording golden,
      Map<String, Tensor> inputs)
      throws IOException {
    model.save(full, options.weights(WeightStorage.FULL));
    List<String> notes = model.save(target, options).notes();
    String with = "the model on random inputs";
    List<QuantizationError> errors;
    try {
      if (golden != null) {
        with = golden.file();
        errors = QuantizationError.onGolden(model, golden, target);
      } else if (inputs.isEmpty()) {
        errors = QuantizationError.onRandom(model, target);
      } else {
        with = "the model on the given inputs";
        errors = QuantizationError.onInputs(model, inputs, target);
      }
    } catch (NoSampleInputException e) {
      errors = List.of();
    }
    return new WeightSavings(
        label(options.weights()),
        WeightSavings.size(full),
        WeightSavings.size(target),
        with,
        errors,
        notes);
  }

  private static String label(WeightStorage weights) {
    return weights.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Compares the file with full weights, and then the small one with that: what rounding costs is
   * no fault, and anything else is.
   */
  private int compare(Model model, Path target, Path full, WeightStorage weights)
      throws IOException {
    out.line("  the same file with full weights:");
    int whole = check.code(model, full);
    Path rounded = full.resolveSibling("rounded.onnx");
    try (Source source = Source.of(full)) {
      OnnxModel.read(source).withRoundedWeights(weights).write(rounded);
    }
    boolean good;
    try (Model expected = Model.load(rounded)) {
      String what = label(weights) + " weights, verified against full ones that are rounded alike";
      good = check.report(what, Conversion.compare(expected, target, EXACT));
    } catch (NoSampleInputException e) {
      // The file with full weights has said so.
      return whole == 0 ? ExitCodes.UNCHECKED : whole;
    }
    return good ? whole : ExitCodes.FINDINGS;
  }
}
