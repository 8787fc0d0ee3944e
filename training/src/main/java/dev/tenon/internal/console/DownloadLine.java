package dev.tenon.internal.console;

import dev.tenon.formats.download.Download;
import dev.tenon.formats.download.DownloadProgress;
import dev.tenon.formats.download.FileCache;
import java.io.PrintWriter;
import java.util.Locale;

/** Draws how far a download is; where the server does not say how long it is, what has come. */
public final class DownloadLine implements DownloadProgress {
  private static final int STEPS = 100;
  private static final long TENTH_OF_MEGABYTE = 100_000;

  private final PrintWriter err;
  private long drawn = -1;

  public DownloadLine(PrintWriter err) {
    this.err = err;
  }

  /** Returns Keras' cache of models, which draws its downloads on the terminal. */
  public static FileCache cache(PrintWriter err) {
    return FileCache.keras("models").progress(new DownloadLine(err));
  }

  @Override
  public void update(Download file, long done, long total) {
    Progress progress = new Progress(err, "downloading (%)", STEPS);
    if (done == total) {
      progress.end();
      drawn = -1;
      return;
    }
    long step = total < 0 ? done / TENTH_OF_MEGABYTE : done * STEPS / total;
    if (step == drawn) {
      return;
    }
    drawn = step;
    if (total < 0) {
      progress.text(String.format(Locale.ROOT, "downloading %.1f MB %s", done / 1e6, file.name()));
    } else {
      progress.at((int) step, file.name());
    }
  }
}
