package dev.tenon.formats.npz;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands before the values of a NumPy array.
 *
 * @param descr the element type as NumPy spells it, such as {@code <f4}
 * @param offset where the values begin
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and read once.
record NpyHeader(String descr, boolean fortranOrder, long[] shape, int offset) {
  private static final int LONGEST = 1 << 20;
  private static final int MOST_AXES = 64;

  static NpyHeader read(String where, ByteBuffer bytes) {
    byte[] magic = new byte[6];
    if (bytes.remaining() < 10) {
      throw new MalformedModelException(
          where, "has " + bytes.remaining() + " bytes, too few for a NumPy array: it is truncated");
    }
    bytes.get(0, magic);
    if (!new String(magic, StandardCharsets.ISO_8859_1).equals("\u0093NUMPY")) {
      throw new MalformedModelException(where, "is no NumPy array (.npy)");
    }
    int version = bytes.get(6);
    int start = version == 1 ? 10 : 12;
    if (version < 1 || version > 3 || bytes.remaining() < start) {
      throw new UnsupportedModelException(
          where, "is of .npy version " + version + "; Tenon reads versions 1 to 3");
    }
    long length = version == 1 ? bytes.getShort(8) & 0xffff : bytes.getInt(8) & 0xffffffffL;
    if (length > LONGEST || length > bytes.remaining() - start) {
      throw new MalformedModelException(
          where, "declares a header of " + length + " bytes: the array is truncated or damaged");
    }
    byte[] header = new byte[(int) length];
    bytes.get(start, header);
    String text =
        new String(header, version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    return new Parser(where, text).parse(start + (int) length);
  }

  /** Reads the one Python dictionary literal of a header. */
  private static final class Parser {
    private final String where;
    private final String text;
    private int at;

    Parser(String where, String text) {
      this.where = where;
      this.text = text;
    }

    NpyHeader parse(int offset) {
      @Nullable String descr = null;
      @Nullable Boolean fortran = null;
      long @Nullable [] shape = null;
      expect('{');
      while (peek() != '}') {
        String key = string();
        expect(':');
        switch (key) {
          case "descr" -> descr = descr();
          case "fortran_order" -> fortran = bool();
          case "shape" -> shape = tuple();
          default -> throw malformed("an unknown key '" + key + "'");
        }
        if (peek() == ',') {
          at++;
        }
      }
      if (descr == null || fortran == null || shape == null) {
        throw malformed("descr, fortran_order or shape missing");
      }
      return new NpyHeader(descr, fortran, shape, offset);
    }

    private String descr() {
      if (peek() == '[') {
        throw new UnsupportedModelException(
            where, "holds records (a structured array); Tenon reads plain numbers and strings");
      }
      return string();
    }

    private char peek() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      if (at >= text.length()) {
        throw malformed("an early end");
      }
      return text.charAt(at);
    }

    private void expect(char c) {
      if (peek() != c) {
        throw malformed("'" + text.charAt(at) + "' where '" + c + "' should be");
      }
      at++;
    }

    private String string() {
      char quote = peek();
      if (quote != '\'' && quote != '"') {
        throw malformed("'" + quote + "' where a quote should be");
      }
      int end = text.indexOf(quote, at + 1);
      if (end < 0) {
        throw malformed("a string without end");
      }
      String value = text.substring(at + 1, end);
      at = end + 1;
      return value;
    }

    private boolean bool() {
      peek();
      for (String word : new String[] {"True", "False"}) {
        if (text.startsWith(word, at)) {
          at += word.length();
          return word.equals("True");
        }
      }
      throw malformed("no truth value for fortran_order");
    }

    private long[] tuple() {
      List<Long> lengths = new ArrayList<>();
      expect('(');
      while (peek() != ')') {
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
          at++;
        }
        if (from == at || at - from > 18 || lengths.size() == MOST_AXES) {
          throw malformed("no proper shape");
        }
        lengths.add(Long.parseLong(text.substring(from, at)));
        if (at < text.length() && text.charAt(at) == 'L') {
          at++; // Python 2 wrote long integers so.
        }
        if (peek() == ',') {
          at++;
        }
      }
      at++;
      return lengths.stream().mapToLong(Long::longValue).toArray();
    }

    private MalformedModelException malformed(String what) {
      return new MalformedModelException(
          where, "the header of the NumPy array has " + what + ": it is damaged");
    }
  }
}
