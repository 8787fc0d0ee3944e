package dev.tenon.cli.output;

import dev.tenon.internal.text.PlainText;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/** Escapes what a terminal would obey, see {@link PlainText}; lines and tabs stay. */
final class PlainWriter extends FilterWriter {
  private PlainWriter(Writer out) {
    super(out);
  }

  static PrintWriter of(PrintWriter out) {
    return new PrintWriter(new PlainWriter(out), true);
  }

  @Override
  public void write(int c) throws IOException {
    write(String.valueOf((char) c), 0, 1);
  }

  @Override
  public void write(char[] text, int offset, int length) throws IOException {
    write(new String(text, offset, length), 0, length);
  }

  @Override
  public void write(String text, int offset, int length) throws IOException {
    out.write(PlainText.lines(text.substring(offset, offset + length)));
  }
}
