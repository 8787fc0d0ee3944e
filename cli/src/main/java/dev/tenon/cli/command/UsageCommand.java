package dev.tenon.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.Model;
import dev.tenon.cli.input.ModelLabels;
import dev.tenon.cli.option.InputFile;
import dev.tenon.cli.option.LabelsOption;
import dev.tenon.cli.output.ModelJson;
import dev.tenon.cli.output.Output;
import dev.tenon.inspect.InputRange;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.model.TensorSpec;
import dev.tenon.zoo.Labels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says how to call a model from Java. */
@Command(
    name = "usage",
    mixinStandardHelpOptions = true,
    description = "Print what a model wants and gives, and Java to paste.",
    footer = {"  tenon usage model.keras"})
final class UsageCommand implements Callable<Integer> {
  private static final int IMAGENET = 1000;
  private static final int SHOWN = 10;

  @Parameters(
      paramLabel = "MODEL",
      converter = InputFile.class,
      description = "A Keras or ONNX file.")
  private Path model = Path.of("");

  @Mixin private LabelsOption labels = new LabelsOption();

  @Option(names = "--json", description = "Print inputs, outputs and classes as one JSON object.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Output out = Output.of(spec);
    Labels given = labels.read();
    try (Model loaded = Model.load(model)) {
      Labels named = given == null ? ModelLabels.read(model, loaded) : given;
      if (given != null) {
        check(given, loaded.outputs());
      }
      if (json) {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("file", model.toString());
        ModelJson.ports(root, loaded);
        if (named != null) {
          named.names().forEach(root.putArray("classes")::add);
        }
        out.json(root, false);
        return 0;
      }
      out.line("Inputs (? is yours to choose; the first axis is the batch)");
      for (TensorSpec input : loaded.inputs()) {
        out.line("  " + describe(input) + "; " + InputRange.of(loaded, input.name()));
      }
      out.line("Outputs");
      for (TensorSpec output : loaded.outputs()) {
        out.line("  " + describe(output) + scores(output, named));
      }
      out.line("");
      out.line("Java");
      out.print(JavaProgram.of(loaded, model));
    }
    return 0;
  }

  /** Refuses labels where it is certain that they are those of another model. */
  private static void check(Labels labels, List<TensorSpec> outputs) {
    List<Long> counts = new ArrayList<>();
    for (TensorSpec output : outputs) {
      Shape shape = output.shape();
      if (!shape.ranked() || shape.rank() == 0 || shape.length(-1) < 0) {
        return;
      }
      counts.add(shape.length(-1));
    }
    if (!counts.contains((long) labels.size())) {
      throw new IllegalArgumentException(
          "--labels names "
              + labels.size()
              + " classes, the model gives scores of "
              + counts
              + ": choose the labels of this model");
    }
  }

  private static String describe(TensorSpec input) {
    String shape =
        input.shape().ranked()
            ? input.shape().dims().stream()
                .map(dim -> dim instanceof Dim.Known ? dim.toString() : "?")
                .collect(Collectors.joining(", ", "(", ")"))
            : "(any)";
    return "'" + input.name() + "': " + input.dtype().numpyName() + " " + shape;
  }

  /** Says what an output's scores are of, where that is known. */
  private static String scores(TensorSpec output, @Nullable Labels named) {
    Shape shape = output.shape();
    boolean row = shape.ranked() && shape.rank() == 2 && shape.dim(1).isKnown();
    long count = row ? shape.length(1) : 0;
    if (row && named != null && named.size() == count) {
      List<String> names = new ArrayList<>();
      for (int i = 0; i < Math.min(count, SHOWN); i++) {
        names.add(named.name(i));
      }
      return "; " + count + " scores: " + String.join(", ", names) + (count > SHOWN ? ", …" : "");
    }
    return count == IMAGENET ? "; 1000 scores, most likely the classes of ImageNet" : "";
  }
}
