package dev.tenon.cli.command;

import dev.tenon.Model;
import dev.tenon.cli.output.Output;
import dev.tenon.cli.output.TextFiles;
import dev.tenon.inspect.Plot;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws the graph of a model. */
@Command(
    name = "plot",
    mixinStandardHelpOptions = true,
    description = "Draw the graph of a model, with the shapes of outputs.")
final class PlotCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL", description = "A Keras or ONNX file.")
  private Path model = Path.of("");

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "An .svg, .png or .dot.")
  private Path output = Path.of("");

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Output out = Output.of(spec);
    String suffix = TextFiles.suffix(output, "svg", "png", "dot");
    try (Model loaded = Model.load(model)) {
      switch (suffix) {
        case "svg" -> TextFiles.write(output, Plot.svg(loaded));
        case "png" -> TextFiles.write(output, Plot.png(loaded));
        default -> TextFiles.write(output, Plot.dot(loaded));
      }
    }
    out.line("wrote " + output);
    return 0;
  }
}
