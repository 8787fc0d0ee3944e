package dev.tenon.cli;

import dev.tenon.Model;
import dev.tenon.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a model on a user's files. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    description = "Run a model on an npz, a CSV, a JSON or pictures.")
final class PredictCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL", description = "A Keras or ONNX file.")
  private Path model = Path.of("");

  @Option(
      names = "--input",
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description = "One file for all inputs, one an input, or several pictures as a batch.")
  private List<Path> inputs = List.of();

  @Option(
      names = "--scale",
      paramLabel = "FACTOR",
      description = "Multiply the inputs first; 0.00392157 takes pixels to 0..1.")
  private double scale = 1;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write the outputs to an .npz, .json or .csv instead of printing a table.")
  private @Nullable Path output;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description = "tensorflow or onnxruntime; by default what suits the file.")
  private @Nullable String engine;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Output out = Output.of(spec);
    try (Model loaded = Model.load(model)) {
      Model runner = engine == null ? loaded : loaded.on(engine);
      Map<String, Tensor> batch = InputFiles.read(inputs, runner.inputs());
      if (scale != 1) {
        batch.replaceAll((name, tensor) -> tensor.scale(scale, 0));
      }
      Map<String, Tensor> results = runner.predict(batch);
      if (output == null) {
        results.forEach((name, tensor) -> out.print(ResultTable.of(name, tensor)));
      } else {
        ResultFiles.write(output, results);
        out.line("wrote " + output);
      }
    }
    return 0;
  }
}
