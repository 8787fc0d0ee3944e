package dev.tenon.cli.command;

import dev.tenon.Model;
import dev.tenon.cli.option.InputFile;
import dev.tenon.cli.output.ModelJson;
import dev.tenon.cli.output.Output;
import dev.tenon.model.SummaryOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the table of layers, or of nodes. */
@Command(
    name = SummaryCommand.NAME,
    mixinStandardHelpOptions = true,
    description = "Print the table of layers that Keras' model.summary() prints.",
    footer = {
      "  tenon summary model.keras",
      "  tenon summary model.keras --expand-nested --show-trainable"
    })
final class SummaryCommand implements Callable<Integer> {
  static final String NAME = "summary";

  @Parameters(
      paramLabel = "MODEL",
      converter = InputFile.class,
      description =
          "A Keras or ONNX file, a Hugging Face folder, a SavedModel's folder, or a frozen "
              + "TensorFlow graph.")
  private Path model = Path.of("");

  @Option(names = "--expand-nested", description = "List the layers of models inside, too.")
  private boolean expandNested;

  @Option(names = "--show-trainable", description = "Say which layers learn.")
  private boolean showTrainable;

  @Option(
      names = "--line-length",
      paramLabel = "N",
      description = "How many characters a line of the table has; 88 or 108 by default, as Keras'.")
  private @Nullable Integer lineLength;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  /** Returns the command without options. */
  static Callable<Integer> of(Path model, Output out) {
    SummaryCommand command = new SummaryCommand();
    command.model = model;
    return () -> command.print(out);
  }

  @Override
  public Integer call() throws Exception {
    return print(Output.of(spec));
  }

  private int print(Output out) throws IOException {
    try (Model loaded = Model.load(model)) {
      if (json) {
        out.json(ModelJson.layers(loaded), false);
        return 0;
      }
      out.print(loaded.summary(new SummaryOptions(lineLength, expandNested, showTrainable)));
    }
    return 0;
  }
}
