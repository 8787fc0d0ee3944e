package dev.tenon.cli.command;

import dev.tenon.Model;
import dev.tenon.cli.option.EngineOption;
import dev.tenon.cli.option.FedInputs;
import dev.tenon.cli.option.InputFile;
import dev.tenon.cli.option.LabelsOption;
import dev.tenon.cli.option.ToOption;
import dev.tenon.cli.output.Output;
import dev.tenon.cli.output.ResultFiles;
import dev.tenon.cli.output.ResultTable;
import dev.tenon.cli.output.Target;
import dev.tenon.tensor.Tensor;
import dev.tenon.zoo.Labels;
import java.io.IOException;
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
    description = "Run a model on an npz, a CSV, a JSON or images.",
    footer = {
      "  tenon predict model.keras --input rows.csv",
      "  tenon predict model.keras --input a.png --input b.png --labels names.txt",
      "  tenon predict model.onnx --input x.npz --engine tensorflow -o scores.csv",
      "  cat rows.csv | tenon predict model.keras --input - --json"
    })
final class PredictCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "MODEL",
      converter = InputFile.class,
      description = "A Keras or ONNX file, a SavedModel's folder, or a frozen TensorFlow graph.")
  private Path model = Path.of("");

  @Mixin private FedInputs inputs = new FedInputs();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Write the outputs to an .npz, .json or .csv, instead of printing a table; - is standard output.")
  private @Nullable Path output;

  @Mixin private ToOption to = new ToOption();

  @Option(names = "--json", description = "Print the outputs as one JSON object of arrays.")
  private boolean json;

  @Mixin private LabelsOption labels = new LabelsOption();

  @Mixin private EngineOption engine = new EngineOption();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Output out = Output.of(spec);
    inputs.demand(spec);
    if (output == null) {
      to.refuseAlone();
      return run(out, null);
    }
    if (json) {
      throw new IllegalArgumentException(
          "--json prints the outputs and -o writes them: give one of them, or a file .json");
    }
    return to.of(output, "npz", "json", "csv").write(out, (target, said) -> run(said, target));
  }

  private int run(Output out, @Nullable Target target) throws IOException {
    try (Model loaded = Model.load(model);
        Model runner = engine.of(loaded)) {
      Map<String, Tensor> batch = inputs.read(runner, model);
      Map<String, Tensor> results = runner.predict(batch);
      if (json) {
        out.json(ResultFiles.json(results), false);
      } else if (target == null) {
        Labels named = labels.read();
        results.forEach((name, tensor) -> out.print(ResultTable.of(name, tensor, named)));
      } else {
        ResultFiles.write(target.file(), results);
        out.line("wrote " + target.title());
      }
    }
    return 0;
  }
}
