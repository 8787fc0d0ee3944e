package dev.tenon.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.Model;
import dev.tenon.cli.dataset.Evaluation;
import dev.tenon.cli.dataset.EvaluationData;
import dev.tenon.cli.option.BatchSizeOption;
import dev.tenon.cli.option.EngineOption;
import dev.tenon.cli.option.InputFile;
import dev.tenon.cli.output.MetricTable;
import dev.tenon.cli.output.Output;
import dev.tenon.training.CompileOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures a model on samples with known answers. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description =
        "Measure the loss and the metrics of a model. They are those that its file was "
            + "compiled with, or --loss and --metrics.",
    footer = {
      "  tenon evaluate iris.keras iris.csv --target species",
      "  tenon evaluate model.onnx test.npz --loss mse --metrics mae --json"
    })
final class EvaluateCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      converter = InputFile.class,
      description = "A Keras or ONNX file.")
  private Path model = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "DATA",
      description =
          "A .csv with headings (and --target), an .npz with the arrays x and y, or a folder "
              + "with a sub-folder of images for each class.")
  private Path data = Path.of("");

  @Option(
      names = "--target",
      paramLabel = "COLUMN",
      description = "The column of a CSV file that the model predicts.")
  private @Nullable String target;

  @Option(
      names = "--loss",
      paramLabel = "NAME",
      description = "Keras' name of a loss, such as mse, in place of the file's.")
  private @Nullable String loss;

  @Option(
      names = "--metrics",
      paramLabel = "NAME",
      description = "Keras' name of a metric, such as mae, in place of the file's. Repeatable.")
  private List<String> metrics = List.of();

  @Option(
      names = "--preprocess",
      paramLabel = "MODE",
      description = "What images go through first: caffe, tf, torch or inside, as in Keras.")
  private @Nullable String preprocess;

  @Mixin private BatchSizeOption batchSize = new BatchSizeOption();

  @Option(names = "--json", description = "Print the values as JSON.")
  private boolean json;

  @Mixin private EngineOption engine = new EngineOption();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Output out = Output.of(spec);
    batchSize.check();
    try (Model loaded = Model.load(model);
        Model runner = engine.of(loaded)) {
      compile(runner);
      EvaluationData samples =
          EvaluationData.read(data, runner, model, target, preprocess, batchSize.value());
      Evaluation evaluation = Evaluation.of(runner, samples, 0);
      if (json) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("samples", samples.size());
        for (Map.Entry<String, Double> value : evaluation.values().entrySet()) {
          if (Double.isFinite(value.getValue())) {
            root.put(value.getKey(), value.getValue());
          } else {
            root.put(value.getKey(), String.valueOf(value.getValue()));
          }
        }
        out.json(root, true);
      } else {
        out.line(samples.size() + " samples");
        out.print(MetricTable.of(evaluation.values()));
      }
    }
    return 0;
  }

  private void compile(Model runner) {
    CompileOptions compiled = loss == null ? runner.info().compiled() : null;
    if (loss == null && compiled == null) {
      throw new IllegalArgumentException(
          model
              + ": was saved without a loss: give --loss NAME, such as"
              + " sparse_categorical_crossentropy for classes or mse for numbers");
    }
    if (loss == null && metrics.isEmpty()) {
      return;
    }
    CompileOptions base =
        compiled == null
            ? CompileOptions.compile()
            : compiled.metrics(Map.of()).weightedMetrics(Map.of());
    if (loss != null) {
      base = base.loss(loss);
    }
    runner.compile(base.metrics(metrics.toArray()));
  }
}
