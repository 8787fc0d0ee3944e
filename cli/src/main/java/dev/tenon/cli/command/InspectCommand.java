package dev.tenon.cli.command;

import dev.tenon.Model;
import dev.tenon.cli.input.ModelLabels;
import dev.tenon.cli.option.EngineOption;
import dev.tenon.cli.option.FedInputs;
import dev.tenon.cli.option.InputFile;
import dev.tenon.cli.option.LabelsOption;
import dev.tenon.cli.option.OpenList;
import dev.tenon.cli.option.ToOption;
import dev.tenon.cli.output.InspectTable;
import dev.tenon.cli.output.Output;
import dev.tenon.cli.output.ResultFiles;
import dev.tenon.cli.output.Target;
import dev.tenon.cli.output.TextFiles;
import dev.tenon.inspect.Inspection;
import dev.tenon.inspect.InspectionJson;
import dev.tenon.inspect.Inspector;
import dev.tenon.inspect.Report;
import dev.tenon.inspect.Step;
import dev.tenon.tensor.Tensor;
import dev.tenon.zoo.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
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
    description = "Show what every layer of a model computes, holds and costs.",
    footer = {
      "  tenon inspect model.keras",
      "  tenon inspect model.keras --input photo.png -o report.html",
      "  tenon inspect model.onnx --input x.npz --layer conv1 --layer conv2 -o v.npz"
    })
final class InspectCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "MODEL",
      converter = InputFile.class,
      description = "A Keras or ONNX file.")
  private Path model = Path.of("");

  @Mixin private FedInputs inputs = new FedInputs();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Write a page (.html), all values (.npz) or all figures (.json); - is standard output.")
  private @Nullable Path output;

  @Mixin private ToOption to = new ToOption();

  @Option(names = "--json", description = "Print all figures as JSON.")
  private boolean json;

  @Option(
      names = "--layer",
      arity = "1",
      parameterConsumer = OpenList.class,
      paramLabel = "NAME",
      description = "Only this layer, in an .npz, JSON or the table; may be repeated.")
  private List<String> layers = List.of();

  @Mixin private LabelsOption labels = new LabelsOption();

  @Mixin private EngineOption engine = new EngineOption();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Output out = Output.of(spec);
    if (output == null) {
      to.refuseAlone();
      return run(out, null);
    }
    if (json) {
      throw new IllegalArgumentException(
          "--json prints figures and -o writes a file: give one of them, or a file .json");
    }
    return to.of(output, "html", "npz", "json").write(out, (target, said) -> run(said, target));
  }

  private int run(Output out, @Nullable Target target) throws IOException {
    String suffix = target == null ? "" : target.suffix();
    if (suffix.equals("html") && !layers.isEmpty()) {
      throw new IllegalArgumentException(
          "a page shows every layer, search for one there: --layer is for .npz, JSON and the table");
    }
    try (Model loaded = Model.load(model);
        Model runner = engine.of(loaded)) {
      Inspector inspector = Inspector.of(runner);
      inspector.check(layers);
      Map<String, Tensor> batch = inputs.read(runner, model);
      if (runner.info().isKeras()) {
        batch.forEach(InspectCommand::needSamples);
      }
      Labels given = labels.read();
      if (given != null && (batch.isEmpty() || suffix.equals("npz"))) {
        throw new IllegalArgumentException(
            "--labels names what a classifier answers to --input, in a page, JSON or the table");
      }
      if (target != null && suffix.equals("npz")) {
        if (batch.isEmpty()) {
          throw new IllegalArgumentException("an .npz of values needs an input: add --input FILE");
        }
        ResultFiles.write(
            target.file(),
            layers.isEmpty() ? inspector.values(batch) : inspector.values(batch, layers));
        out.line("wrote " + target.title());
        return 0;
      }
      Predicate<Step> shown = shown(inspector);
      Inspection inspection =
          labelled(Inspection.of(runner, batch).withImages(inputs.images()), given);
      if (target != null) {
        TextFiles.write(
            target.file(),
            suffix.equals("html")
                ? Report.html(inspection, inputs.photos(runner))
                : InspectionJson.of(inspection, shown) + "\n");
        out.line("wrote " + target.title());
      } else if (json) {
        out.line(InspectionJson.of(inspection, shown));
      } else {
        out.print(InspectTable.of(inspection, shown));
      }
    }
    return 0;
  }

  private static void needSamples(String name, Tensor tensor) {
    if (tensor.rank() > 0 && tensor.dim(0) == 0) {
      throw new IllegalArgumentException(
          "input '" + name + "' has no samples: its shape is " + tensor.shapeString());
    }
  }

  /** Returns which steps are shown: those that were asked for, else all. */
  private Predicate<Step> shown(Inspector inspector) {
    if (layers.isEmpty()) {
      return step -> true;
    }
    Set<String> paths = new HashSet<>();
    for (String name : layers) {
      List<String> found =
          inspector.structure().steps().stream()
              .filter(step -> step.path().equals(name) || step.outputs().contains(name))
              .map(Step::path)
              .toList();
      if (found.isEmpty()) {
        throw new IllegalArgumentException(
            "'" + name + "' is no layer of its own: only an .npz has its values");
      }
      paths.addAll(found);
    }
    return step -> paths.contains(step.path());
  }

  /**
   * Names the classes: by the labels that were given, those beside the model, or ImageNet's for a
   * thousand.
   */
  private Inspection labelled(Inspection inspection, @Nullable Labels given) throws IOException {
    Labels named = given == null ? ModelLabels.read(model, inspection.model()) : given;
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
          (given != null
                  ? "--labels"
                  : ModelLabels.areBeside(model) ? ModelLabels.beside(model) : model)
              + " has "
              + named.size()
              + " names, the model scores "
              + classes
              + " classes");
    }
    return labelled;
  }
}
