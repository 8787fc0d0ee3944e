package dev.tenon.formats;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The identity and state of a file at one moment, which later shows a change.
 *
 * <p>The digest is computed only on demand, because it reads the whole file.
 *
 * @param path the absolute path
 * @param size the number of bytes
 * @param modified the time of the last write
 * @param changed the time of the last change of content or attributes, which programs cannot set;
 *     null if the file system lacks it
 * @param key the identity of the file under any name; null if the file system lacks it
 */
public record FileStamp(
    Path path, long size, FileTime modified, @Nullable FileTime changed, @Nullable Object key) {
  /**
   * Linux stamps files by a clock that moves every 1 to 10 ms: a file may be written twice within.
   */
  private static final Duration CLOCK_STEP = Duration.ofMillis(20);

  private static final boolean UNIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

  /**
   * Returns the stamp of a file, following links.
   *
   * @throws IOException if the file does not exist
   */
  public static FileStamp of(Path path) throws IOException {
    Path absolute = path.toAbsolutePath();
    if (UNIX && path.getFileSystem() == FileSystems.getDefault()) {
      Map<String, Object> all =
          Files.readAttributes(path, "unix:size,lastModifiedTime,ctime,fileKey");
      return new FileStamp(
          absolute,
          (Long) Objects.requireNonNull(all.get("size")),
          (FileTime) Objects.requireNonNull(all.get("lastModifiedTime")),
          (FileTime) all.get("ctime"),
          all.get("fileKey"));
    }
    BasicFileAttributes all = Files.readAttributes(path, BasicFileAttributes.class);
    return new FileStamp(absolute, all.size(), all.lastModifiedTime(), null, all.fileKey());
  }

  /** Returns the stamp of a file once its time is so old that a later change has another. */
  static FileStamp settled(Path path) throws IOException {
    FileStamp stamp = of(path);
    FileTime last = stamp.changed == null ? stamp.modified : stamp.changed;
    Duration age = Duration.between(last.toInstant(), Instant.now());
    if (age.isNegative() || age.compareTo(CLOCK_STEP) >= 0) {
      return stamp;
    }
    try {
      Thread.sleep(CLOCK_STEP.minus(age).toMillis() + 1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return of(path);
  }

  /** Returns the stamp of a source's file; null if its bytes are not in a file. */
  public static @Nullable FileStamp of(Source source) {
    return source.stamp();
  }

  /** Returns whether the file is there and has not been written since. */
  public boolean isPresent() {
    try {
      FileStamp now = of(path);
      // Not the record's equals: to set that up takes longer than to read a small file.
      return size == now.size
          && modified.equals(now.modified)
          && Objects.equals(changed, now.changed)
          && Objects.equals(key, now.key);
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns the file's SHA-256; null if it was deleted or changed since. */
  public @Nullable String sha256() {
    if (!isPresent()) {
      return null;
    }
    try {
      String digest = FileDigest.sha256(path);
      return isPresent() ? digest : null;
    } catch (IOException e) {
      return null;
    }
  }
}
