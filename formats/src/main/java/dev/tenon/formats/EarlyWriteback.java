package dev.tenon.formats;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Forces a large file to the disk while it is still being written, so that little is left to wait
 * for when it is complete.
 */
final class EarlyWriteback implements AutoCloseable {
  /** What has to be new before it is forced. */
  private static final long STEP = 16L << 20;

  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

  private final Path path;
  private final Thread thread = new Thread(this::run, "tenon-writeback");
  private volatile boolean ended;

  private EarlyWriteback(Path path) {
    this.path = path;
  }

  /** Starts to look at a file that is there. */
  static EarlyWriteback of(Path path) {
    EarlyWriteback made = new EarlyWriteback(path);
    made.thread.setDaemon(true);
    made.thread.start();
    return made;
  }

  private void run() {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      long forced = 0;
      while (!ended) {
        LockSupport.parkNanos(PAUSE);
        long size = file.length();
        if (size - forced >= STEP) {
          file.getFD().sync();
          forced = size;
        }
      }
    } catch (IOException e) {
      // Whoever completes the file forces it once more, and says what is wrong.
    }
  }

  /** Ends, after what is being forced; an interrupt stays for whoever asks for it. */
  @Override
  public void close() {
    ended = true;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
