package dev.tenon.tokenizers.internal.text;

import dev.tenon.tokenizers.error.UnsupportedTokenizerException;
import java.util.Arrays;

/**
 * Code points, and for each the range of the original string that it comes from.
 *
 * <p>Ranges are indices of Java's {@code char}s. A single surrogate is U+FFFD.
 */
public final class AlignedText {
  private static final int REPLACEMENT = 0xFFFD;
  private static final int MOST_GROWN = 1 << 26;

  private int[] codePoints;
  private int[] starts;
  private int[] ends;
  private int length;

  /** Creates an empty text. */
  public AlignedText(int capacity) {
    codePoints = new int[capacity];
    starts = new int[capacity];
    ends = new int[capacity];
  }

  /** Returns the code points of a string. */
  public static AlignedText of(String string) {
    int chars = string.length();
    AlignedText text = new AlignedText(chars);
    for (int i = 0; i < chars; ) {
      char c = string.charAt(i);
      if (!Character.isSurrogate(c)) {
        text.add(c, i, i + 1);
        i++;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < chars
          && Character.isLowSurrogate(string.charAt(i + 1))) {
        text.add(Character.toCodePoint(c, string.charAt(i + 1)), i, i + 2);
        i += 2;
      } else {
        text.add(REPLACEMENT, i, i + 1);
        i++;
      }
    }
    return text;
  }

  /** Returns the code points of a string, without their places. */
  public static int[] codePoints(String string) {
    AlignedText text = of(string);
    return Arrays.copyOf(text.codePoints, text.length);
  }

  /** Returns the number of code points. */
  public int length() {
    return length;
  }

  /** Returns the code points; the array is longer than the text. */
  public int[] codePoints() {
    return codePoints;
  }

  /** Returns a code point. */
  public int codePoint(int index) {
    return codePoints[index];
  }

  /** Returns where a code point begins in the original string. */
  public int start(int index) {
    return starts[index];
  }

  /** Returns where a code point ends in the original string. */
  public int end(int index) {
    return ends[index];
  }

  /** Appends a code point. */
  public void add(int codePoint, int start, int end) {
    if (length == codePoints.length) {
      grow(Math.max(16, length * 2));
    }
    codePoints[length] = codePoint;
    starts[length] = start;
    ends[length++] = end;
  }

  /** Appends a code point that comes from the same place as one of another text. */
  public void add(int codePoint, AlignedText text, int index) {
    add(codePoint, text.starts[index], text.ends[index]);
  }

  /** Appends a part of another text. */
  public void add(AlignedText text, int start, int end) {
    int count = end - start;
    if (length + count > codePoints.length) {
      grow(Math.max(length + count, length * 2));
    }
    System.arraycopy(text.codePoints, start, codePoints, length, count);
    System.arraycopy(text.starts, start, starts, length, count);
    System.arraycopy(text.ends, start, ends, length, count);
    length += count;
  }

  private void grow(int capacity) {
    // A file may ask for normalizers that double the text again and again.
    if (capacity > MOST_GROWN) {
      throw new UnsupportedTokenizerException(
          "The tokenizer makes more than " + MOST_GROWN + " characters of a text");
    }
    codePoints = Arrays.copyOf(codePoints, capacity);
    starts = Arrays.copyOf(starts, capacity);
    ends = Arrays.copyOf(ends, capacity);
  }

  /** Replaces a code point; its place stays. */
  public void set(int index, int codePoint) {
    codePoints[index] = codePoint;
  }

  /** Drops all code points from an index on. */
  public void truncate(int newLength) {
    length = newLength;
  }

  /** Returns a part. */
  public AlignedText slice(int start, int end) {
    AlignedText part = new AlignedText(end - start);
    part.add(this, start, end);
    return part;
  }

  /** Returns a part as a string. */
  public String string(int start, int end) {
    return new String(codePoints, start, end - start);
  }
}
