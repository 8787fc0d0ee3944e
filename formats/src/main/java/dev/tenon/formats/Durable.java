package dev.tenon.formats;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Forces files and folders to the disk (fsync), so that they outlive a loss of power.
 *
 * <p>A folder is forced for the names in it. Windows does not know that; there it does nothing.
 */
final class Durable {
  private Durable() {}

  /**
   * Forces a file or the names in a folder.
   *
   * @param path null does nothing
   * @throws IOException if a file cannot be forced, as where the disk is full
   */
  static void force(@Nullable Path path) throws IOException {
    if (path == null) {
      return;
    }
    if (Files.isDirectory(path)) {
      forceNames(path);
      return;
    }
    // Not a FileChannel: an interrupted thread would close it before it is done.
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.getFD().sync();
    }
  }

  private static void forceNames(Path folder) {
    boolean interrupted = Thread.interrupted();
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // The system cannot; the names are written when it thinks fit.
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Forces a folder and all that is in it. */
  static void forceTree(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            force(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException problem)
              throws IOException {
            if (problem != null) {
              throw problem;
            }
            forceNames(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
