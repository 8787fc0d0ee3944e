package dev.tenon.cli;

import dev.tenon.Model;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that say what a model is fed with. */
final class FedInputs {
  @Option(
      names = "--input",
      arity = "1..*",
      paramLabel = "FILE",
      description = "An npz, JSON or CSV for all inputs, one file an input, or pictures.")
  private List<Path> files = List.of();

  @Option(
      names = "--scale",
      paramLabel = "FACTOR",
      description = "Multiply the inputs first; 0.00392157 takes pixels to 0..1.")
  private double scale = 1;

  @Option(
      names = "--offset",
      paramLabel = "NUMBER",
      description = "Add to the inputs after scaling; -1 with --scale 0.00784314 gives -1..1.")
  private double offset;

  /** Returns the batch; empty where no files were named. */
  Map<String, Tensor> read(Model model) throws IOException {
    if (files.isEmpty()) {
      return Map.of();
    }
    Map<String, Tensor> batch = new LinkedHashMap<>(InputFiles.read(files, model.inputs()));
    if (scale != 1 || offset != 0) {
      batch.replaceAll((name, tensor) -> tensor.scale(scale, offset));
    }
    return batch;
  }
}
