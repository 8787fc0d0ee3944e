package dev.tenon.formats;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The folder of this process for temporary files, such as {@code /tmp/tenon-4711-1234567890}.
 *
 * <p>It is created at its first use in {@code java.io.tmpdir} and deleted when the JVM ends. A lock
 * file marks a folder in use; the next process deletes folders of killed processes.
 */
public final class TemporaryFolder {
  private static final String PREFIX = "tenon-";
  private static final String NAMES = PREFIX + "[0-9]*-[0-9]*";
  private static final String LOCK = "lock";
  private static final int ATTEMPTS = 16;

  private static @Nullable Held held;

  private TemporaryFolder() {}

  /** A folder and the channel that has the lock as long as it is not garbage. */
  private record Held(Path folder, FileChannel channel) {}

  /**
   * Returns the folder, which is there and only for this user.
   *
   * @throws IOException if the system's folder for temporary files takes no new one
   */
  public static synchronized Path get() throws IOException {
    Held known = held;
    if (known != null && Files.isDirectory(known.folder)) {
      return known.folder;
    }
    Held made = make(Path.of(System.getProperty("java.io.tmpdir", ".")));
    if (known == null) {
      deleteAtEnd();
    }
    held = made;
    sweep(made.folder);
    return made.folder;
  }

  /** Deletes a file if it exists; a file in use is deleted when the JVM ends. */
  public static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }

  private static Held make(Path parent) throws IOException {
    for (int attempt = 0; ; attempt++) {
      Path folder = Files.createTempDirectory(parent, PREFIX + ProcessHandle.current().pid() + "-");
      Path file = folder.resolve(LOCK);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      // Another process may have taken the folder for one that nobody uses.
      if (isLocked(channel) && Files.exists(file)) {
        return new Held(folder, channel);
      }
      channel.close();
      if (attempt == ATTEMPTS) {
        throw new IOException(folder + ": the file '" + LOCK + "' in it cannot be locked");
      }
      deleteFolder(folder);
    }
  }

  private static boolean isLocked(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (IOException e) {
      // A file system without locks: no other process takes this one either, and all is left there.
      return true;
    }
  }

  /** Deletes the folders that dead processes of this user left beside an own one. */
  static void sweep(Path own) {
    Path parent = own.getParent();
    if (parent == null) {
      return;
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, NAMES)) {
      for (Path folder : folders) {
        if (!ofThisProcess(folder) && isOwnedAs(folder, own)) {
          deleteUnlocked(folder);
        }
      }
    } catch (IOException | RuntimeException e) {
      // The next process tries again.
      return;
    }
  }

  /** Closing a second channel of a file would release this process' own lock on it. */
  private static boolean ofThisProcess(Path folder) {
    String name = String.valueOf(folder.getFileName());
    return name.startsWith(PREFIX + ProcessHandle.current().pid() + "-");
  }

  /** Folders of others are left alone, and so is a link: another user may point it anywhere. */
  private static boolean isOwnedAs(Path folder, Path own) throws IOException {
    return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS)
            .equals(Files.getOwner(own, LinkOption.NOFOLLOW_LINKS));
  }

  private static void deleteUnlocked(Path folder) {
    Path file = folder.resolve(LOCK);
    // Without its file it is one that is being made just now.
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        deleteFolder(folder);
      }
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException | OverlappingFileLockException e) {
      // In use, or not to be deleted.
      return;
    }
  }

  private static void deleteAtEnd() {
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(TemporaryFolder::end, "tenon-files"));
    } catch (IllegalStateException e) {
      // The JVM is ending already: the next process deletes the folder.
      return;
    }
  }

  private static synchronized void end() {
    Held known = held;
    if (known != null) {
      deleteFolder(known.folder);
    }
  }

  /** Deletes a folder of files, the lock last; what cannot be deleted stays. */
  private static void deleteFolder(Path folder) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (!file.endsWith(LOCK)) {
          Files.deleteIfExists(file);
        }
      }
      Files.deleteIfExists(folder.resolve(LOCK));
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // A library in use on Windows: the next process deletes it.
      return;
    }
  }
}
