package dev.tenon.formats;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What processes that were killed have left beside a target: temporary files and folders, and
 * folders that were making room when it happened.
 */
final class Leftovers {
  static final String TEMPORARY = "tmp";
  static final String OLD = "old";
  static final String LOCK = "lock";

  private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(10);
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(2);

  private Leftovers() {}

  /** Returns the path that differs from a temporary file's in the suffix. */
  static Path beside(Path temporary, String suffix) {
    String name = String.valueOf(temporary.getFileName());
    return temporary.resolveSibling(name.substring(0, name.lastIndexOf('.') + 1) + suffix);
  }

  /**
   * Deletes what is left of processes that are gone, and brings a folder back that made room for
   * one that never came; what cannot be touched stays.
   */
  static void sweep(Path target) {
    for (Path lock : find(target, LOCK)) {
      try (OwnerLock dead = OwnerLock.ofDead(lock)) {
        if (dead != null) {
          bringBack(beside(lock, OLD), target);
          delete(beside(lock, TEMPORARY));
          discard(beside(lock, OLD));
        }
      } catch (IOException e) {
        // It belongs to somebody else, or the next save finds it.
      }
    }
  }

  /**
   * Brings a folder back that made room for a new one when the process was killed; waits where that
   * process lives and is just at it.
   *
   * @throws IOException if it cannot be renamed
   */
  static void recover(Path target) throws IOException {
    long end = System.nanoTime() + LONGEST_WAIT;
    while (!Files.exists(target)) {
      sweep(target);
      List<Path> olds = find(target, OLD);
      if (olds.isEmpty() || Files.exists(target) || System.nanoTime() > end) {
        return;
      }
      for (Path old : olds) {
        if (!Files.exists(beside(old, LOCK))) {
          bringBack(old, target);
        }
      }
      LockSupport.parkNanos(PAUSE);
    }
  }

  private static void bringBack(Path old, Path target) throws IOException {
    if (Files.exists(target) || !Files.exists(old)) {
      return;
    }
    try {
      Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
      Durable.force(target.getParent());
    } catch (NoSuchFileException | DirectoryNotEmptyException e) {
      // Another process was faster.
    }
  }

  /** Returns the newest first of the hidden files beside a target that have a suffix. */
  private static List<Path> find(Path target, String suffix) {
    Path absolute = target.toAbsolutePath();
    Path folder = absolute.getParent();
    List<Path> found = new ArrayList<>();
    if (folder == null) {
      return found;
    }
    // A temporary file may have one of its own.
    Pattern names =
        Pattern.compile(
            "\\.+"
                + Pattern.quote(String.valueOf(absolute.getFileName()))
                + "(?:\\.[0-9a-z]+\\.tmp)*\\.[0-9a-z]+\\."
                + suffix);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ".*")) {
      for (Path file : files) {
        if (names.matcher(String.valueOf(file.getFileName())).matches()) {
          found.add(file);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return found; // Nothing is known of a folder that cannot be listed.
    }
    found.sort(Comparator.comparing(Leftovers::modified).reversed());
    return found;
  }

  private static long modified(Path path) {
    try {
      return Files.getLastModifiedTime(path).toMillis();
    } catch (IOException e) {
      return 0;
    }
  }

  /**
   * Deletes a folder that made room, under the name of a temporary one: half of it must never be
   * taken for what is to be brought back.
   */
  static void discard(Path old) throws IOException {
    if (Files.exists(old, LinkOption.NOFOLLOW_LINKS)) {
      Path temporary = beside(old, TEMPORARY);
      Files.move(old, temporary, StandardCopyOption.ATOMIC_MOVE);
      delete(temporary);
    }
  }

  /**
   * Deletes a file where it is there, or a folder and what is in it; links are removed and not
   * followed.
   */
  static void delete(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        path,
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
