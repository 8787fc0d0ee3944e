package dev.tenon.formats;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A file that is written beside its target and replaces it only when complete.
 *
 * <p>Closing without {@link #commit()} deletes the new file, so that a failure keeps the old one.
 * The content is forced to disk before the rename, the name after it. The next writer deletes the
 * leftovers of a killed process. A target that is not a regular file, such as {@code /dev/stdout},
 * is written directly.
 */
public final class AtomicFile implements AutoCloseable {
  static final int ATTEMPTS = 16;

  private final Path target;
  private final Path path;
  private final @Nullable OwnerLock lock;
  private final @Nullable EarlyWriteback writeback;
  private boolean done;

  private AtomicFile(
      Path target, Path path, @Nullable OwnerLock lock, @Nullable EarlyWriteback writeback) {
    this.target = target;
    this.path = path;
    this.lock = lock;
    this.writeback = writeback;
  }

  /** Returns a file that is there, and that is written in place and not forced to the disk. */
  public static AtomicFile inPlace(Path file) {
    AtomicFile made = new AtomicFile(file, file, null, null);
    made.done = true;
    return made;
  }

  /**
   * Creates a file beside a target that is deleted when this is closed, and not forced to the disk;
   * see {@link #beside}.
   */
  public static AtomicFile scratch(Path target) throws IOException {
    return beside(target, false);
  }

  /**
   * Creates an empty file in the folder of the target.
   *
   * @throws IOException if that folder is missing or not writable
   */
  public static AtomicFile beside(Path target) throws IOException {
    return beside(target, true);
  }

  private static AtomicFile beside(Path target, boolean forced) throws IOException {
    // Through a symbolic link the file behind it is replaced, as a plain write would do.
    Path real = Files.isSymbolicLink(target) && Files.exists(target) ? target.toRealPath() : target;
    Path absolute = real.toAbsolutePath();
    Path folder = absolute.getParent();
    Path name = absolute.getFileName();
    if (folder == null || name == null || Files.isDirectory(absolute)) {
      throw new IOException(target + ": is a folder; give the name of a file to write");
    }
    if (Files.exists(absolute) && !Files.isRegularFile(absolute)) {
      return inPlace(absolute);
    }
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(folder.toString(), null, "the folder to write to is missing");
    }
    Leftovers.sweep(absolute);
    for (int attempt = 0; ; attempt++) {
      Path path = sibling(absolute, Leftovers.TEMPORARY);
      try {
        OwnerLock lock = OwnerLock.create(Leftovers.beside(path, Leftovers.LOCK));
        try {
          // Not Files.createTempFile: its owner-only permissions would stay on the finished file.
          Files.createFile(path);
          return new AtomicFile(absolute, path, lock, forced ? EarlyWriteback.of(path) : null);
        } catch (IOException | RuntimeException e) {
          lock.close();
          throw e;
        }
      } catch (FileAlreadyExistsException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      } catch (FileSystemException e) {
        throw new IOException(
            target + ": cannot be written: the folder takes no new files (" + reason(e) + ")", e);
      }
    }
  }

  private static String reason(FileSystemException e) {
    String reason = e.getReason();
    return reason != null
        ? reason
        : e instanceof AccessDeniedException ? "permission denied" : e.getClass().getSimpleName();
  }

  /** Returns a hidden name in the target's folder that is most likely free. */
  static Path sibling(Path target, String suffix) {
    String random = Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
    return target.resolveSibling("." + target.getFileName() + "." + random + "." + suffix);
  }

  /** Something that writes to a path. */
  @FunctionalInterface
  public interface Writing {
    /** Writes the whole file. */
    void to(Path path) throws IOException;
  }

  /**
   * Writes a file beside its target and into its place; errors name the target.
   *
   * @throws IOException if the file cannot be written; the target is then as it was
   */
  public static void write(Path target, Writing writing) throws IOException {
    TemporaryNames.hidden(
        target,
        () -> {
          try (AtomicFile pending = beside(target)) {
            writing.to(pending.path());
            pending.commit();
          }
          return target;
        });
  }

  /** Returns the path to write to until the commit. */
  public Path path() {
    return path;
  }

  /** Forces the content to disk and renames the file to the target, which it replaces. */
  public void commit() throws IOException {
    if (!done) {
      endWriteback();
      Durable.force(path);
      replace(path, target);
      done = true;
      Durable.force(target.getParent());
    }
  }

  /** Renames a complete file within its folder, and replaces an existing target. */
  public static void replace(Path from, Path target) throws IOException {
    try {
      Files.move(from, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Deletes the file unless it was committed. */
  @Override
  public void close() throws IOException {
    endWriteback();
    try {
      if (!done) {
        done = true;
        Files.deleteIfExists(path);
      }
    } finally {
      if (lock != null) {
        lock.close();
      }
    }
  }

  private void endWriteback() {
    if (writeback != null) {
      writeback.close();
    }
  }
}
