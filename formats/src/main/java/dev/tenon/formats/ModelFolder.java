package dev.tenon.formats;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a model with several files, such as an ONNX file with external weights.
 *
 * <p>All files of a model must be inside its folder. Links are followed within it, and from {@code
 * HUB/snapshots/REVISION/model.onnx} to {@code HUB/blobs/HASH} in a hub's cache. All other links
 * are refused. Files stay open until {@link #close()}, and each part is read once.
 */
public final class ModelFolder implements AutoCloseable {
  private final Path folder;
  private final Map<String, Source> open = new HashMap<>();

  private ModelFolder(Path folder) {
    this.folder = folder;
  }

  /** Returns the folder around a file of a model; null for the root of a file system. */
  static @Nullable ModelFolder around(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? null : new ModelFolder(parent);
  }

  /** Returns the folder of a model that is a folder, such as a SavedModel. */
  public static ModelFolder of(Path folder) {
    return new ModelFolder(folder.toAbsolutePath());
  }

  /**
   * Returns the true place of a file; null if a link leads out of the model.
   *
   * @param file a path inside the folder, which exists
   * @throws IOException if it cannot be read
   */
  public @Nullable Path real(Path file) throws IOException {
    Path real = file.toRealPath();
    Path root = folder.toRealPath();
    Path blobs = blobs(root);
    return real.startsWith(root) || (blobs != null && real.startsWith(blobs)) ? real : null;
  }

  /** Returns where the files of a hub's cache truly lie; null for a folder of another kind. */
  private static @Nullable Path blobs(Path root) {
    for (Path at = root.getParent(); at != null; at = at.getParent()) {
      if (at.endsWith("snapshots")) {
        return at.resolveSibling("blobs");
      }
    }
    return null;
  }

  /** Returns the folder. */
  public Path path() {
    return folder;
  }

  /** Finds a file of the model. */
  @FunctionalInterface
  public interface Finding {
    /** Returns the true place of the file. */
    Path find() throws IOException;
  }

  /**
   * Returns a file, which is looked for and opened once.
   *
   * @param name how the model calls it
   * @param finding returns its true path
   * @throws IOException if it cannot be read
   */
  public synchronized Source source(String name, Finding finding) throws IOException {
    Source known = open.get(name);
    if (known == null) {
      known = Source.of(finding.find());
      open.put(name, known);
    }
    return known;
  }

  /** Closes the files; parts that were read stay valid. */
  synchronized void release() throws IOException {
    for (Source source : open.values()) {
      source.release();
    }
  }

  @Override
  public synchronized void close() throws IOException {
    for (Source source : open.values()) {
      source.close();
    }
    open.clear();
  }
}
