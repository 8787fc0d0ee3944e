package dev.tenon.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Remembers why a stream could not be written: writers that print keep that to themselves. */
final class WatchedOutput extends FilterOutputStream {
  private @Nullable IOException failure;

  WatchedOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      failure = failure == null ? e : failure;
      throw e;
    }
  }

  /**
   * Returns the sentence about a failure; null where there is none, and where the reader has ended,
   * as {@code head} does.
   */
  @Nullable String sentence() {
    String reason = failure == null ? "" : String.valueOf(failure.getMessage());
    return reason.isEmpty() || reason.contains("Broken pipe")
        ? null
        : "standard output cannot be written: " + reason + ": free some space, or choose a file";
  }
}
