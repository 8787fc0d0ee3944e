package dev.tenon.tokenizers.internal.text;

import java.util.Arrays;

/**
 * A new form of a text with the origin of each code point, as Hugging Face's library notes it.
 *
 * <p>0 replaces the next code point; 1 adds one, which comes from where the one before does; −n
 * replaces one and removes the n behind it.
 */
public final class Changes {
  private int[] codePoints;
  private int[] changes;
  private int size;

  /** Creates an empty list. */
  public Changes(int capacity) {
    codePoints = new int[capacity];
    changes = new int[capacity];
  }

  /** Appends a code point. */
  public void add(int codePoint, int change) {
    if (size == codePoints.length) {
      codePoints = Arrays.copyOf(codePoints, Math.max(16, size * 2));
      changes = Arrays.copyOf(changes, codePoints.length);
    }
    codePoints[size] = codePoint;
    changes[size++] = change;
  }

  /** Returns the number of code points. */
  public int size() {
    return size;
  }

  /** Sets the change of one of the last code points. */
  public void set(int index, int change) {
    changes[index] = change;
  }

  /** Adds to the change of the last code point; nothing happens where there is none. */
  public void addToLast(int change) {
    if (size > 0) {
      changes[size - 1] += change;
    }
  }

  /** Returns the new form of a text. */
  public AlignedText apply(AlignedText text) {
    return apply(text, codePoints, changes, size);
  }

  /** Returns the new form of a text. */
  public static AlignedText apply(AlignedText text, int[] codePoints, int[] changes, int size) {
    AlignedText result = new AlignedText(size);
    int length = text.length();
    int offset = 0;
    for (int i = 0; i < size; i++) {
      int change = changes[i];
      if (change > 0) {
        int before = offset - 1;
        int at = length == 0 ? 0 : text.start(0);
        result.add(
            codePoints[i],
            before < 0 ? at : text.start(before),
            before < 0 ? at : text.end(before));
      } else {
        int at = Math.min(offset, length - 1);
        result.add(codePoints[i], at < 0 ? 0 : text.start(at), at < 0 ? 0 : text.end(at));
        offset = Math.min(length, offset + 1 - change);
      }
    }
    return result;
  }
}
