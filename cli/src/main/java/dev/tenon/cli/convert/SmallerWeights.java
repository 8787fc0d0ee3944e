package dev.tenon.cli.convert;

import dev.tenon.Model;
import dev.tenon.cli.output.ExitCodes;
import dev.tenon.cli.output.Output;
import dev.tenon.exporters.onnx.OnnxModel;
import dev.tenon.formats.Source;
import dev.tenon.model.SaveReport;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.saving.onnx.WeightStorage;
import dev.tenon.verify.Bound;
import dev.tenon.verify.Conversion;
import dev.tenon.verify.NoSampleInputException;
import dev.tenon.verify.QuantizationError;
import dev.tenon.verify.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

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
    Path folder = Files.createTempDirectory(target.toAbsolutePath().getParent(), ".full");
    try {
      Path full = folder.resolve("full.onnx");
      model.save(full, options.weights(WeightStorage.FULL));
      SaveReport notes = model.save(target, options);
      notes.forEach(note -> out.line("  note: " + note));
      sizes(options.weights(), size(full), size(target));
      losses(model, target);
      code = check.isAsked() ? compare(model, target, full, options.weights()) : 0;
    } finally {
      delete(folder);
    }
  }

  private void sizes(WeightStorage weights, long before, long after) {
    out.line(
        String.format(
            Locale.ROOT,
            "  weights %s: %,d bytes instead of %,d (%.0f %%)",
            label(weights),
            after,
            before,
            100.0 * after / before));
  }

  private static String label(WeightStorage weights) {
    return weights.name().toLowerCase(Locale.ROOT);
  }

  private void losses(Model model, Path target) throws IOException {
    Recording golden = check.golden();
    List<QuantizationError> losses;
    try {
      losses =
          golden == null
              ? QuantizationError.onRandom(model, target)
              : QuantizationError.onGolden(model, golden, target);
    } catch (NoSampleInputException e) {
      out.line("  not compared: no random input fits the model; give --golden FILE.npz");
      return;
    }
    String with = golden == null ? "the model on random inputs" : golden.file();
    out.line("  compared with " + with + ":");
    losses.forEach(loss -> out.line("  " + line(loss)));
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

  private static String line(QuantizationError loss) {
    String line =
        String.format(
            Locale.ROOT,
            "%s: largest difference %.3g, mean %.3g, relative %.3g",
            loss.output(),
            loss.maxAbs(),
            loss.meanAbs(),
            loss.relative());
    return loss.rows() == 0
        ? line
        : String.format(
            Locale.ROOT, "%s, the same top-1 in %d of %d", line, loss.agreeing(), loss.rows());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  /** Returns the size of a file and of the weights beside it, where there are such. */
  private static long size(Path file) throws IOException {
    Path data = file.resolveSibling(file.getFileName() + ".data");
    return Files.size(file) + (Files.exists(data) ? Files.size(data) : 0);
  }
}
