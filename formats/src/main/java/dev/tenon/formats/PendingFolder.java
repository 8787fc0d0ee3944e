package dev.tenon.formats;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;

/**
 * A folder that is filled beside its target and replaces it only when complete.
 *
 * <p>Closing without {@link #commit()} deletes the new folder. An existing target is replaced only
 * if it is empty or of the same kind. The new folder is forced to disk before two renames exchange
 * them. A process killed in between keeps the old folder under a hidden name, which {@link
 * #recover} restores.
 */
public final class PendingFolder implements AutoCloseable {
  private static final int ATTEMPTS = 16;

  private final Path target;
  private final Path path;
  private final OwnerLock lock;
  private boolean done;

  private PendingFolder(Path target, Path path, OwnerLock lock) {
    this.target = target;
    this.path = path;
    this.lock = lock;
  }

  /**
   * Creates an empty folder beside the target.
   *
   * @param target the folder to write
   * @param mark a file that every folder of this kind has; an existing one without it is refused
   * @throws IOException if the parent is missing or the target may not be replaced
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
    recover(absolute);
    Leftovers.sweep(absolute);
    refuseForeign(absolute, mark);
    for (int attempt = 0; ; attempt++) {
      try {
        return make(absolute);
      } catch (FileAlreadyExistsException e) {
        if (attempt == AtomicFile.ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static PendingFolder make(Path target) throws IOException {
    Path path = AtomicFile.sibling(target, Leftovers.TEMPORARY);
    OwnerLock lock = OwnerLock.create(Leftovers.beside(path, Leftovers.LOCK));
    try {
      Files.createDirectory(path);
      return new PendingFolder(target, path, lock);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Restores the old folder after a process was killed between the two renames. It waits for a
   * living process, and does nothing if the target exists.
   *
   * @throws IOException if the folder cannot be renamed
   */
  public static void recover(Path target) throws IOException {
    Leftovers.recover(target.toAbsolutePath().normalize());
  }

  private static void refuseForeign(Path target, String mark) throws IOException {
    BasicFileAttributes found;
    try {
      found = Files.readAttributes(target, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      return;
    }
    if (!found.isDirectory()) {
      throw new IOException(target + ": is a file; name a folder to write");
    }
    // Another process may put its own folder there meanwhile: asked once more, it has the mark.
    if (!Files.exists(target.resolve(mark))
        && holdsSomething(target)
        && !Files.exists(target.resolve(mark))) {
      throw new IOException(
          target + ": is a folder that holds something else; name a new or an empty folder");
    }
  }

  private static boolean holdsSomething(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.findAny().isPresent();
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Returns the folder to fill until the commit. */
  public Path path() {
    return path;
  }

  /** Renames the folder to the target, after an existing one made room. */
  public void commit() throws IOException {
    Durable.forceTree(path);
    Path parent = path.getParent();
    Durable.force(parent);
    Path old = Leftovers.beside(path, Leftovers.OLD);
    for (int attempt = 1; !done; attempt++) {
      swap(old, attempt == ATTEMPTS);
    }
    Durable.force(parent);
    Leftovers.discard(old);
  }

  /** Renames the target away and the new folder into its place. */
  private void swap(Path old, boolean last) throws IOException {
    Leftovers.delete(old);
    boolean made = false;
    try {
      if (Files.exists(target)) {
        Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        made = true;
      }
      Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
      done = true;
    } catch (IOException e) {
      if (made && !Files.exists(target)) {
        Files.move(old, target);
      }
      // Another process may have put its own folder there in between.
      if (last || !Files.exists(path)) {
        throw e;
      }
    }
  }

  /** Deletes the folder unless it was committed. */
  @Override
  public void close() throws IOException {
    try {
      if (!done) {
        done = true;
        Leftovers.delete(path);
      }
    } finally {
      lock.close();
    }
  }
}
