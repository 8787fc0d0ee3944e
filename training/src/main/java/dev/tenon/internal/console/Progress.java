package dev.tenon.internal.console;

import dev.tenon.internal.text.PlainText;
import java.io.PrintWriter;

/**
 * A progress bar on the terminal; nothing where the launcher found none ({@code tenon.terminal}).
 */
public final class Progress {
  private static final int WIDTH = 30;

  private final PrintWriter err;
  private final String what;
  private final int total;
  private final boolean shown = Boolean.getBoolean("tenon.terminal");
  private int done;

  public Progress(PrintWriter err, String what, int total) {
    this.err = err;
    this.what = what;
    this.total = total;
  }

  public void step(String name) {
    at(done, name);
    done++;
  }

  /** Draws the bar at a place of its own. */
  public void at(int place, String name) {
    if (!shown) {
      return;
    }
    int filled = total == 0 ? WIDTH : WIDTH * place / total;
    String bar = "━".repeat(filled) + " ".repeat(WIDTH - filled);
    String plain = PlainText.of(name);
    String label = plain.length() > 40 ? "…" + plain.substring(plain.length() - 39) : plain;
    text(what + " " + place + "/" + total + " " + bar + " " + label);
  }

  /** Draws a line in place of the bar. */
  void text(String line) {
    if (shown) {
      err.print("\r\u001b[K" + line);
      err.flush();
    }
  }

  public void end() {
    if (shown) {
      err.print("\r\u001b[K");
      err.flush();
    }
  }
}
