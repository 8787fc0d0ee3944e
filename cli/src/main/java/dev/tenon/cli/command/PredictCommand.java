package dev.tenon.cli.command;

import dev.tenon.Model;
import dev.tenon.cli.option.EngineOption;
import dev.tenon.cli.option.FedInputs;
import dev.tenon.cli.option.LabelsOption;
import dev.tenon.cli.output.Output;
import dev.tenon.cli.output.ResultFiles;
import dev.tenon.cli.output.ResultTable;
import dev.tenon.tensor.Tensor;
import dev.tenon.zoo.Labels;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a model on a user's files. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    description = "Run a model on an npz, a CSV, a JSON or images.")
final class PredictCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "MODEL",
      description = "A Keras or ONNX file, a SavedModel's folder, or a frozen TensorFlow graph.")
  private Path model = Path.of("");

  @Mixin private FedInputs inputs = new FedInputs();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write the outputs to an .npz, .json or .csv instead of printing a table.")
  private @Nullable Path output;

  @Mixin private LabelsOption labels = new LabelsOption();

  @Mixin private EngineOption engine = new EngineOption();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Output out = Output.of(spec);
    inputs.demand(spec);
    if (output != null) {
      ResultFiles.check(output);
    }
    try (Model loaded = Model.load(model);
        Model runner = engine.of(loaded)) {
      Map<String, Tensor> batch = inputs.read(runner, model);
      Map<String, Tensor> results = runner.predict(batch);
      if (output == null) {
        Labels named = labels.read();
        results.forEach((name, tensor) -> out.print(ResultTable.of(name, tensor, named)));
      } else {
        ResultFiles.write(output, results);
        out.line("wrote " + output);
      }
    }
    return 0;
  }
}
