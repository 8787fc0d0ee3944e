package dev.tenon.cli;

import dev.tenon.formats.download.FileCache;
import java.io.PrintWriter;

/** Draws how far a download is. */
final class DownloadBar {
  private static final int STEPS = 100;

  private final PrintWriter err;
  private int drawn = -1;

  private DownloadBar(PrintWriter err) {
    this.err = err;
  }

  /** Returns Keras' cache of models, which draws its downloads on the terminal. */
  static FileCache cache(PrintWriter err) {
    DownloadBar bar = new DownloadBar(err);
    return FileCache.keras("models")
        .progress((file, done, total) -> bar.update(file.name(), done, total));
  }

  private void update(String name, long done, long total) {
    int step = total <= 0 ? 0 : (int) (done * STEPS / total);
    if (step == drawn) {
      return;
    }
    drawn = step;
    Progress progress = new Progress(err, "downloading (%)", STEPS);
    if (done == total) {
      progress.end();
    } else {
      progress.at(step, name);
    }
  }
}
