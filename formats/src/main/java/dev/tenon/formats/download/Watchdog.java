package dev.tenon.formats.download;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Closes a stream that gives nothing for too long, so that its reader fails instead of waiting.
 *
 * <p>The JDK's client limits the time to the first byte only.
 */
final class Watchdog implements AutoCloseable {
  private final InputStream stream;
  private final long patience;
  private final Thread thread;
  private volatile long seen = System.nanoTime();

  Watchdog(InputStream stream, Duration patience) {
    this.stream = stream;
    this.patience = patience.toNanos();
    thread = new Thread(this::watch, "tenon-download-watchdog");
    thread.setDaemon(true);
    thread.start();
  }

  /** Says that something came. */
  void seen() {
    seen = System.nanoTime();
  }

  private void watch() {
    try {
      for (long left = patience; left > 0; left = patience - (System.nanoTime() - seen)) {
        Thread.sleep(left / 1_000_000 + 1);
      }
      stream.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // The reader meets the same failure.
      return;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
