package dev.tenon.formats;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * A file as it was at one moment, so that it can be told later whether it is still the same.
 *
 * <p>A digest is taken when it is wanted and not before: it reads the whole file.
 *
 * @param path the absolute path
 * @param size how many bytes it had
 * @param modified when it had last been written
 */
public record FileStamp(Path path, long size, FileTime modified) {
  /** Returns the stamp of a source's file; null where its bytes lie elsewhere. */
  public static @Nullable FileStamp of(Source source) {
    Path path = source.path();
    if (path == null) {
      return null;
    }
    try {
      return new FileStamp(path, source.size(), Files.getLastModifiedTime(path));
    } catch (IOException e) {
      return null; // It was deleted while it was open.
    }
  }

  /** Returns the file's SHA-256; null where it is gone, or was written since. */
  public @Nullable String sha256() {
    try (Source source = Source.of(path)) {
      boolean same = source.size() == size && Files.getLastModifiedTime(path).equals(modified);
      return same ? source.sha256() : null;
    } catch (IOException e) {
      return null;
    }
  }
}
