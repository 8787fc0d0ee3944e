package dev.tenon.formats;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder that is filled beside its target and takes the target's place only when it is complete.
 *
 * <p>Closing without {@link #commit()} deletes what was written. A folder that is in the way is
 * replaced where it is empty or of the same kind, and never otherwise.
 */
public final class PendingFolder implements AutoCloseable {
  private final Path target;
  private final Path path;
  private boolean done;

  private PendingFolder(Path target, Path path) {
    this.target = target;
    this.path = path;
  }

  /**
   * Creates an empty folder beside the target.
   *
   * @param target the folder to write
   * @param mark a file that every folder of this kind has; an existing one without it is refused
   * @throws IOException where the parent is missing or the target may not be replaced
   */
  public static PendingFolder beside(Path target, String mark) throws IOException {
    Path absolute = target.toAbsolutePath().normalize();
    Path parent = absolute.getParent();
    Path name = absolute.getFileName();
    if (parent == null || name == null) {
      throw new IOException(target + ": is the root of a file system; name a folder to write");
    }
    if (!Files.isDirectory(parent)) {
      throw new NoSuchFileException(parent.toString(), null, "the folder to write to is missing");
    }
    refuseForeign(absolute, mark);
    Path path = PendingFile.sibling(absolute, "tmp");
    Files.createDirectory(path);
    return new PendingFolder(absolute, path);
  }

  private static void refuseForeign(Path target, String mark) throws IOException {
    if (Files.isDirectory(target) && !Files.exists(target.resolve(mark))) {
      try (Stream<Path> inside = Files.list(target)) {
        if (inside.findAny().isPresent()) {
          throw new IOException(
              target + ": is a folder that holds something else; name a new or an empty folder");
        }
      }
    } else if (Files.exists(target) && !Files.isDirectory(target)) {
      throw new IOException(target + ": is a file; name a folder to write");
    }
  }

  /** Returns the folder to fill until the commit. */
  public Path path() {
    return path;
  }

  /** Moves what was written to the target; a folder that is there makes room first. */
  public void commit() throws IOException {
    Path old = Files.exists(target) ? PendingFile.sibling(target, "old") : null;
    if (old != null) {
      Files.move(target, old);
    }
    try {
      Files.move(path, target);
    } catch (IOException e) {
      if (old != null) {
        Files.move(old, target);
      }
      throw e;
    }
    done = true;
    if (old != null) {
      delete(old);
    }
  }

  /** Deletes the folder where it was not committed. */
  @Override
  public void close() throws IOException {
    if (!done) {
      done = true;
      delete(path);
    }
  }

  /** Deletes a folder and what is in it; links are removed and not followed. */
  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException problem)
              throws IOException {
            if (problem != null) {
              throw problem;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
