package dev.tenon.cli;

import dev.tenon.Model;
import dev.tenon.inspect.Inspection;
import dev.tenon.inspect.InspectionJson;
import dev.tenon.inspect.Inspector;
import dev.tenon.inspect.Report;
import dev.tenon.tensor.Tensor;
import dev.tenon.zoo.Labels;
import java.io.IOException;
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

/** Shows the inside of a model for an input. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = "Show what every layer of a model computes, holds and costs.")
final class InspectCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL", description = "A Keras or ONNX file.")
  private Path model = Path.of("");

  @Mixin private FedInputs inputs = new FedInputs();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write a page (.html), all values (.npz) or all figures (.json).")
  private @Nullable Path output;

  @Option(names = "--json", description = "Print all figures as JSON.")
  private boolean json;

  @Option(
      names = "--layer",
      arity = "1..*",
      paramLabel = "NAME",
      description = "With an .npz: only these layers.")
  private List<String> layers = List.of();

  @Mixin private LabelsOption labels = new LabelsOption();

  @Mixin private EngineOption engine = new EngineOption();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Output out = Output.of(spec);
    String suffix = output == null ? "" : TextFiles.suffix(output, "html", "npz", "json");
    try (Model loaded = Model.load(model)) {
      Model runner = engine.of(loaded);
      Map<String, Tensor> batch = inputs.read(runner, model);
      if (output != null && suffix.equals("npz")) {
        if (batch.isEmpty()) {
          throw new IllegalArgumentException("an .npz of values needs --input");
        }
        Inspector inspector = Inspector.of(runner);
        ResultFiles.write(
            output, layers.isEmpty() ? inspector.values(batch) : inspector.values(batch, layers));
        out.line("wrote " + output);
        return 0;
      }
      Inspection inspection = labelled(Inspection.of(runner, batch), labels.read());
      if (output != null) {
        TextFiles.write(
            output,
            suffix.equals("html")
                ? Report.html(inspection)
                : InspectionJson.of(inspection) + "\n");
        out.line("wrote " + output);
      } else if (json) {
        out.line(InspectionJson.of(inspection));
      } else {
        out.print(InspectTable.of(inspection));
      }
    }
    return 0;
  }

  /**
   * Names the classes: by the labels that were given, those beside the model, or ImageNet's for a
   * thousand.
   */
  private Inspection labelled(Inspection inspection, @Nullable Labels given) throws IOException {
    Labels named = given == null ? ModelLabels.read(model) : given;
    if (named == null) {
      Labels imagenet = Labels.imagenet();
      return inspection.classes() == imagenet.size()
          ? inspection.withLabels(imagenet.names())
          : inspection;
    }
    Inspection labelled = inspection.withLabels(named.names());
    long classes = labelled.classes();
    if (classes < 0 && given != null) {
      throw new IllegalArgumentException(
          "--labels: the first output of " + model + " does not score classes");
    }
    if (classes >= 0 && classes != named.size()) {
      throw new IllegalArgumentException(
          (given == null ? ModelLabels.beside(model) : "--labels")
              + " has "
              + named.size()
              + " names, the model scores "
              + classes
              + " classes");
    }
    return labelled;
  }
}
