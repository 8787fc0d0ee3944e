package dev.tenon.cli.command.text;

import dev.tenon.cli.option.BatchSizeOption;
import dev.tenon.cli.option.EngineOption;
import dev.tenon.cli.output.Output;
import dev.tenon.cli.output.ResultFiles;
import dev.tenon.cli.output.Target;
import dev.tenon.engine.Engine;
import dev.tenon.tensor.Tensor;
import dev.tenon.text.Embedder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes vectors of texts. */
@Command(
    name = "embed",
    mixinStandardHelpOptions = true,
    description =
        "Compute the vectors that a sentence encoder gives texts: 'embeddings', a row for each text.",
    footer = {
      "  tenon embed all-MiniLM-L6-v2 --text library --text museum",
      "  tenon embed all-MiniLM-L6-v2 --input sentences.txt -o embeddings.npz"
    })
public final class EmbedCommand implements Callable<Integer> {
  private static final String EMBEDDINGS = "embeddings";

  @Parameters(
      paramLabel = "FOLDER",
      description = "A Hugging Face folder of a sentence encoder, with modules.json.")
  private Path folder = Path.of("");

  @Mixin private TextOptions texts = new TextOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Write the vectors to an .npz, .json or .csv, instead of printing JSON; - is standard output.")
  private @Nullable Path output;

  @Mixin private BatchSizeOption batchSize = new BatchSizeOption();

  @Mixin private EngineOption engine = new EngineOption();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Output out = Output.of(spec);
    batchSize.check();
    List<String> all = texts.read();
    if (output == null) {
      out.json(ResultFiles.json(Map.of(EMBEDDINGS, embeddings(all))), false);
      return 0;
    }
    return Target.of(output, null, "npz", "json", "csv")
        .write(out, (target, printed) -> write(all, target, printed));
  }

  private int write(List<String> all, Target target, Output out) throws IOException {
    Tensor embeddings = embeddings(all);
    ResultFiles.write(target.file(), Map.of(EMBEDDINGS, embeddings));
    out.line("wrote " + target.title() + ": " + EMBEDDINGS + " " + embeddings.shapeString());
    return 0;
  }

  private Tensor embeddings(List<String> all) throws IOException {
    Optional<Engine> chosen = engine.chosen();
    try (Embedder loaded = Embedder.load(folder);
        Embedder embedder = chosen.isPresent() ? loaded.on(chosen.get()) : loaded) {
      return Tensor.of(embedder.embed(all, batchSize.value()));
    }
  }
}
