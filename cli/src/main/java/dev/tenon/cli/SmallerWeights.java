package dev.tenon.cli;

import dev.tenon.Model;
import dev.tenon.exporters.onnx.OnnxOptions;
import dev.tenon.exporters.onnx.WeightStorage;
import dev.tenon.verify.Golden;
import dev.tenon.verify.WeightLoss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes an ONNX file with smaller weights, and says what that saves and costs. */
final class SmallerWeights {
  private final Output out;

  SmallerWeights(Output out) {
    this.out = out;
  }

  /** Writes the model, and prints sizes and differences. */
  void write(Model model, Path target, OnnxOptions options, @Nullable Golden golden)
      throws IOException {
    long before = fullSize(model, target, options);
    List<String> notes = model.save(target, options);
    long after = size(target);
    notes.forEach(note -> out.line("  note: " + note));
    out.line(
        String.format(
            Locale.ROOT,
            "  weights %s: %,d bytes instead of %,d (%.0f %%)",
            options.weights().name().toLowerCase(Locale.ROOT),
            after,
            before,
            100.0 * after / before));
    List<WeightLoss> losses =
        golden == null
            ? WeightLoss.onRandom(model, target)
            : WeightLoss.onGolden(model, golden, target);
    out.line(
        "  compared with " + (golden == null ? "the model on random inputs" : golden.file()) + ":");
    losses.forEach(loss -> out.line("  " + line(loss)));
  }

  private static String line(WeightLoss loss) {
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

  /** Writes the file with full weights beside the target for a moment, to know its size. */
  private static long fullSize(Model model, Path target, OnnxOptions options) throws IOException {
    Path folder = Files.createTempDirectory(target.toAbsolutePath().getParent(), ".full");
    try {
      Path full = folder.resolve("full.onnx");
      model.save(full, options.withWeights(WeightStorage.FULL));
      return size(full);
    } finally {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  /** Returns the size of a file and of the weights beside it, where there are such. */
  private static long size(Path file) throws IOException {
    Path data = file.resolveSibling(file.getFileName() + ".data");
    return Files.size(file) + (Files.exists(data) ? Files.size(data) : 0);
  }
}
