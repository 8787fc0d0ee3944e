package dev.tenon.formats;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A locked file beside a temporary one, which says that the process that writes it lives.
 *
 * <p>The system gives the lock back when the process ends, however it ends. A lock on the temporary
 * file itself would be lost as soon as that file is closed once. Where the file system has no locks
 * nothing is ever taken for left over.
 */
final class OwnerLock implements AutoCloseable {
  /** The locks of this process, which must not be opened a second time: that would end them. */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel channel;

  private OwnerLock(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Creates a lock.
   *
   * @throws FileAlreadyExistsException if the file is there already, or was taken for left over by
   *     another process
   * @throws IOException if it cannot be created
   */
  static OwnerLock create(Path path) throws IOException {
    OWN.add(path);
    boolean created = false;
    try {
      OwnerLock lock =
          new OwnerLock(
              path,
              FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
      if (lock.tryLock() == Answer.TAKEN || !Files.exists(path)) {
        // Another process took it for left over before it was locked, and deletes it.
        lock.channel.close();
        throw new FileAlreadyExistsException(path.toString());
      }
      created = true;
      return lock;
    } finally {
      if (!created) {
        OWN.remove(path);
      }
    }
  }

  /** Returns the lock of a process that is gone; null if it lives, or cannot be told to. */
  static @Nullable OwnerLock ofDead(Path path) throws IOException {
    if (!OWN.add(path)) {
      return null;
    }
    OwnerLock lock;
    try {
      lock =
          new OwnerLock(
              path, FileChannel.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException e) {
      OWN.remove(path);
      return null;
    } catch (IOException e) {
      OWN.remove(path);
      throw e;
    }
    if (lock.tryLock() == Answer.LOCKED) {
      return lock;
    }
    lock.leave();
    return null;
  }

  /** What asking for a lock gives. */
  private enum Answer {
    LOCKED,
    TAKEN,
    /** The file system has no locks, or another class loader has it. */
    UNKNOWN
  }

  private Answer tryLock() {
    try {
      return channel.tryLock() == null ? Answer.TAKEN : Answer.LOCKED;
    } catch (IOException | OverlappingFileLockException e) {
      return Answer.UNKNOWN;
    }
  }

  private void leave() throws IOException {
    try {
      channel.close();
    } finally {
      OWN.remove(path);
    }
  }

  /** Deletes the file and gives the lock back. */
  @Override
  public void close() throws IOException {
    try {
      Files.deleteIfExists(path);
    } finally {
      leave();
    }
  }
}
