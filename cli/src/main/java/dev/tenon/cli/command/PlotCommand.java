package dev.tenon.cli.command;

import dev.tenon.Model;
import dev.tenon.cli.option.InputFile;
import dev.tenon.cli.option.ToOption;
import dev.tenon.cli.output.Output;
import dev.tenon.cli.output.Target;
import dev.tenon.cli.output.TextFiles;
import dev.tenon.inspect.Plot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws the graph of a model. */
@Command(
    name = "plot",
    mixinStandardHelpOptions = true,
    description = "Draw the graph of a model, with the shapes of outputs.",
    footer = {"  tenon plot model.keras -o model.svg"})
final class PlotCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "MODEL",
      converter = InputFile.class,
      description = "A Keras or ONNX file.")
  private Path model = Path.of("");

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "An .svg, .png or .dot; - is standard output.")
  private Path output = Path.of("");

  @Mixin private ToOption to = new ToOption();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Output out = Output.of(spec);
    return to.of(output, "svg", "png", "dot").write(out, this::draw);
  }

  private int draw(Target target, Output out) throws IOException {
    Path file = target.file();
    try (Model loaded = Model.load(model)) {
      switch (target.suffix()) {
        case "svg" -> TextFiles.write(file, Plot.svg(loaded));
        case "png" -> TextFiles.write(file, Plot.png(loaded));
        default -> TextFiles.write(file, Plot.dot(loaded));
      }
    }
    out.line("wrote " + target.title());
    return 0;
  }
}
