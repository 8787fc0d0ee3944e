package dev.tenon.cli.option;

import dev.tenon.Model;
import dev.tenon.engine.Engine;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says what runs a model. */
public final class EngineOption {
  private static final String BOTH = "both";

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      completionCandidates = Candidates.class,
      description =
          "tensorflow or onnxruntime; by default what suits the file. Where recordings are compared,"
              + " also both, which is then the default.")
  private @Nullable String engine;

  /** The names, for the completion of a shell. */
  static final class Candidates implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("tensorflow", "onnxruntime", BOTH).iterator();
    }
  }

  /** Returns the model on the engine asked for; it is to be closed as well. */
  public Model of(Model model) {
    return engine == null ? model : model.on(engine);
  }

  /** Returns the engine asked for; empty for the one that suits the file. */
  public Optional<Engine> chosen() {
    return Optional.ofNullable(engine).map(Engine::of);
  }

  /** Returns the engines that are to be compared: both, or the one asked for. */
  public List<Engine> engines() {
    if (engine == null || engine.equalsIgnoreCase(BOTH)) {
      return List.of(Engine.values());
    }
    return List.of(Engine.of(engine));
  }
}
