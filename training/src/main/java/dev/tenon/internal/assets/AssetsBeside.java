package dev.tenon.internal.assets;

import dev.tenon.formats.ModelFolder;
import dev.tenon.formats.PendingFolder;
import dev.tenon.formats.Source;
import dev.tenon.limits.LoadLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tokenizer beside a model file.
 *
 * <p>An ONNX file that Tenon writes names the folder of its tokenizer in its metadata. Other files
 * stand beside {@code tokenizer.json}; those of Optimum may be in a folder {@code onnx} below it.
 */
public final class AssetsBeside {
  /** The pair of metadata with the name of the folder. */
  private static final String KEY = "tenon_tokenizer";

  private static final String SUFFIX = ".tokenizer";
  private static final Pattern NAME = Pattern.compile("[^/\\\\:]*" + Pattern.quote(SUFFIX));
  private static final String INNER = "onnx";

  private AssetsBeside() {}

  /** Returns the pair of metadata of an ONNX file; empty where it has no tokenizer. */
  public static Map<String, String> metadata(Path target, @Nullable TextAssets text) {
    return text == null ? Map.of() : Map.of(KEY, folder(target));
  }

  private static String folder(Path target) {
    String name = String.valueOf(target.getFileName());
    return name.substring(0, name.lastIndexOf('.')) + SUFFIX;
  }

  /**
   * Writes the folder that {@link #metadata} names.
   *
   * @throws IOException also if there is another folder of this name
   */
  public static void write(Path target, @Nullable TextAssets text) throws IOException {
    if (text != null) {
      Path folder = target.toAbsolutePath().resolveSibling(folder(target));
      try (PendingFolder pending = PendingFolder.beside(folder, text.mainFile())) {
        text.write(pending.path());
        pending.commit();
      }
    }
  }

  /**
   * Returns the tokenizer of a model file; null where it has none.
   *
   * @param metadata what the file says of itself
   */
  public static @Nullable TextAssets read(Source source, Map<String, String> metadata)
      throws IOException {
    Path file = source.path() == null ? null : source.path().toAbsolutePath();
    Path folder = file == null ? null : file.getParent();
    if (file == null || folder == null) {
      return null;
    }
    String named = metadata.get(KEY);
    return named == null
        ? beside(folder, stem(file), source.limits())
        : named(source.folder(), folder, named, source.limits());
  }

  private static @Nullable TextAssets named(
      @Nullable ModelFolder model, Path folder, String name, LoadLimits limits) throws IOException {
    Path named = folder.resolve(name);
    boolean inside =
        model != null
            && NAME.matcher(name).matches()
            && Files.isDirectory(named)
            && model.real(named) != null;
    return inside ? TextAssets.read(named, limits) : null;
  }

  private static @Nullable TextAssets beside(Path folder, String stem, LoadLimits limits)
      throws IOException {
    Path own = folder.resolve(stem + "-tokenizer.json");
    if (Files.isRegularFile(own)) {
      return TextAssets.readFile(own, limits);
    }
    TextAssets found = TextAssets.read(folder, limits);
    Path outer = folder.getParent();
    return found == null && outer != null && folder.endsWith(INNER)
        ? TextAssets.read(outer, limits)
        : found;
  }

  private static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }
}
