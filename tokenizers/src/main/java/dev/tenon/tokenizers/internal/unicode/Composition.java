package dev.tenon.tokenizers.internal.unicode;

/**
 * Normalization forms C and KC: composes what was decomposed.
 *
 * <p>A code point carries 0 where it replaces one of the text, 1 where it was added, and −n where n
 * more of the text became a part of it.
 */
public final class Composition {
  private static final int NONE = -1;

  private final int[] codePoints;
  private final int[] changes;
  private int size;

  private Composition(int capacity) {
    codePoints = new int[capacity];
    changes = new int[capacity];
  }

  /** Composes a decomposed text. */
  public static Composition of(Decomposition text) {
    Composition result = new Composition(text.size());
    result.compose(text);
    return result;
  }

  /** Returns the number of code points. */
  public int size() {
    return size;
  }

  /** Returns the code points; more may stand behind them. */
  public int[] codePoints() {
    return codePoints;
  }

  /** Returns how each code point came about. */
  public int[] changes() {
    return changes;
  }

  private void compose(Decomposition text) {
    int starter = NONE; // index in the result
    int lastClass = NONE;
    for (int i = 0; i < text.size(); i++) {
      int c = text.codePoints()[i];
      int change = text.changes()[i];
      int combiningClass = UnicodeData.combiningClass(c);
      if (starter == NONE) {
        if (combiningClass == 0) {
          starter = size;
        }
        push(c, change);
        continue;
      }
      boolean blocked = lastClass != NONE && lastClass >= combiningClass;
      int composed = blocked ? NONE : compose(codePoints[starter], c);
      if (composed != NONE) {
        codePoints[starter] = composed;
        changes[starter] += change - 1;
      } else if (combiningClass == 0) {
        starter = size;
        lastClass = NONE;
        push(c, change);
      } else {
        lastClass = combiningClass;
        push(c, change);
      }
    }
  }

  private void push(int c, int change) {
    codePoints[size] = c;
    changes[size++] = change;
  }

  private static int compose(int first, int second) {
    if (first >= 0x1100 && first < 0x1113 && second >= 0x1161 && second < 0x1176) {
      return 0xAC00 + ((first - 0x1100) * 21 + second - 0x1161) * 28;
    }
    if (Decomposition.isSyllable(first)
        && (first - 0xAC00) % 28 == 0
        && second > 0x11A7
        && second < 0x11C3) {
      return first + second - 0x11A7;
    }
    return UnicodeData.composition(first, second);
  }
}
