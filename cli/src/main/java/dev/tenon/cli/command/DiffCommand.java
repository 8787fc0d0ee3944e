package dev.tenon.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.Model;
import dev.tenon.cli.option.InputFile;
import dev.tenon.cli.output.ExitCodes;
import dev.tenon.cli.output.Output;
import dev.tenon.inspect.ModelDiff;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says in what two files differ. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description =
        "Print differences of inputs, outputs, configuration and weights of two models; of ONNX files"
            + " also of opsets, and inside the graphs that nodes have.",
    footer = {"  tenon diff before.keras after.keras"})
final class DiffCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      converter = InputFile.class,
      paramLabel = "A",
      description = "A Keras or ONNX file.")
  private Path left = Path.of("");

  @Parameters(
      index = "1",
      converter = InputFile.class,
      paramLabel = "B",
      description = "Another of the same format.")
  private Path right = Path.of("");

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Output out = Output.of(spec);
    try (Model a = Model.load(left);
        Model b = Model.load(right)) {
      ModelDiff diff = ModelDiff.of(a, b);
      if (json) {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("same", diff.same());
        diff.ports().forEach(root.putArray("ports")::add);
        diff.steps().forEach(root.putArray("layers")::add);
        diff.weights().forEach(root.putArray("weights")::add);
        out.json(root.put("equal_weights", diff.equalWeights()), false);
        return diff.same() ? 0 : ExitCodes.FINDINGS;
      }
      diff.ports().forEach(out::line);
      diff.steps().forEach(out::line);
      diff.weights().forEach(out::line);
      out.line(
          diff.ports().size()
              + " differences of inputs and outputs, "
              + diff.steps().size()
              + " of layers, "
              + diff.weights().size()
              + " of weights; "
              + diff.equalWeights()
              + " weights are equal");
      return diff.same() ? 0 : ExitCodes.FINDINGS;
    }
  }
}
