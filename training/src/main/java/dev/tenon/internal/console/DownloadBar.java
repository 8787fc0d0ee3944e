package dev.tenon.internal.console;

import dev.tenon.formats.download.Download;
import dev.tenon.formats.download.DownloadProgress;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Draws how far a download is: one line that is drawn again in a terminal, else a line at the start
 * and one every ten seconds.
 */
public final class DownloadBar implements DownloadProgress {
  private static final int WIDTH = 20;
  private static final long OFTEN = 100_000_000L;
  private static final long SELDOM = 10_000_000_000L;
  private static final double MEGABYTE = 1e6;

  private final PrintStream out;
  private final boolean interactive;
  private final LongSupplier nanoTime;
  private String name = "";
  private long begun;
  private long offset;
  private long drawn;

  /** Draws on a stream. */
  public DownloadBar(PrintStream out) {
    this(out, Terminal.interactive(), System::nanoTime);
  }

  public DownloadBar(PrintStream out, boolean interactive, LongSupplier nanoTime) {
    this.out = out;
    this.interactive = interactive;
    this.nanoTime = nanoTime;
  }

  @Override
  public synchronized void update(Download file, long done, long total) {
    long now = nanoTime.getAsLong();
    if (!file.name().equals(name)) {
      name = file.name();
      begun = now;
      offset = done;
      drawn = interactive ? now - OFTEN : now;
      out.println("Downloading data from " + file.origin());
    }
    boolean last = done == total;
    if (!last && now - drawn < (interactive ? OFTEN : SELDOM)) {
      return;
    }
    drawn = now;
    String line = line(done, total, (now - begun) / 1e9);
    if (interactive) {
      out.print("\r" + line + "   " + (last ? System.lineSeparator() : ""));
      out.flush();
    } else {
      out.println(line);
    }
    if (last) {
      name = "";
    }
  }

  private String line(long done, long total, double seconds) {
    String speed =
        seconds > 0
            ? String.format(Locale.ROOT, " %.1f MB/s", (done - offset) / MEGABYTE / seconds)
            : "";
    if (total <= 0) {
      return String.format(Locale.ROOT, "%.1f MB%s", done / MEGABYTE, speed);
    }
    int filled = (int) (WIDTH * done / total);
    String stroke = String.valueOf(Terminal.stroke());
    return String.format(
        Locale.ROOT,
        "%s%s %.1f/%.1f MB%s",
        stroke.repeat(filled),
        " ".repeat(WIDTH - filled),
        done / MEGABYTE,
        total / MEGABYTE,
        speed);
  }
}
