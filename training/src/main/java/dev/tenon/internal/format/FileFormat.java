package dev.tenon.internal.format;

import dev.tenon.engine.Engine;
import dev.tenon.formats.ContentType;
import dev.tenon.formats.Source;
import dev.tenon.internal.assets.ModelAssets;
import dev.tenon.internal.backing.Backing;
import dev.tenon.internal.lora.PeftPlace;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.limits.LoadLimits;
import dev.tenon.loading.CustomLayers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A kind of file, or folder, that models are read from and written to.
 *
 * <p>A {@link java.util.ServiceLoader} finds those of other modules.
 */
public interface FileFormat {
  /** A network that was read, the engine that runs it, and what belongs to it. */
  record Opened(Backing backing, Engine engine, ModelAssets assets) {}

  /** Returns what such a file is called, such as {@code ONNX file}. */
  String title();

  /** Returns the title behind its article. */
  default String titleWithArticle() {
    return ("AEIOU".indexOf(title().charAt(0)) < 0 ? "a " : "an ") + title();
  }

  /** Returns how the names of such files may end. */
  List<String> suffixes();

  /** Says whether a name asks for such a file. */
  default boolean isNamed(String target) {
    return suffixes().stream().anyMatch(target::endsWith);
  }

  /** Says whether a folder holds such a model. */
  default boolean matches(Path folder) {
    return false;
  }

  /** Says whether a file's content is such a model; its name does not count. */
  boolean matches(Source source, ContentType type);

  /** Says whether a network came from such a folder, so that any name asks for another one. */
  default boolean isOriginOf(Backing backing) {
    return false;
  }

  /** Returns where PyTorch has the weights of a network of this format, as far as it is known. */
  default Map<Parameter, PeftPlace> places(Backing backing) {
    return Map.of();
  }

  /** Opens a folder that {@link #matches(Path)}. */
  default Opened open(Path folder, LoadLimits limits) throws IOException {
    throw new IllegalArgumentException(
        folder + " is a folder, and " + titleWithArticle() + " is not");
  }

  /** Opens a file that {@link #matches(Source, ContentType)}. */
  Opened open(Source source, CustomLayers customLayers) throws IOException;

  /**
   * Fails where a network cannot be written in this format; what only the writing shows is left to
   * it.
   */
  default void check(Backing backing, Path target) {}

  /**
   * Writes a network.
   *
   * @param assets what belongs to it
   * @return what a reader should know of the file
   */
  List<String> save(Backing backing, Path target, ModelAssets assets) throws IOException;

  /** Returns the name of the format in {@code export}; null where it has none. */
  default @Nullable String exportName() {
    return null;
  }
}
