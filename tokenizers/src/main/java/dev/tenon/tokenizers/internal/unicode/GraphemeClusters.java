package dev.tenon.tokenizers.internal.unicode;

/**
 * Boundaries of extended grapheme clusters, exact for clusters of up to five bytes in UTF-8.
 *
 * <p>Longer clusters count as longer ones, whatever their length: {@code Precompiled} looks up
 * short ones only.
 *
 * @see <a href="https://www.unicode.org/reports/tr29/">Unicode Standard Annex 29</a>
 */
public final class GraphemeClusters {
  private static final CodePointSet EXTEND = UnicodeData.cluster("extend");
  private static final CodePointSet PREPEND = UnicodeData.cluster("prepend");
  private static final CodePointSet CONTROL = UnicodeData.cluster("control");
  private static final CodePointSet PICTOGRAPHIC = UnicodeData.cluster("pictographic");
  private static final CodePointSet HANGUL_L = UnicodeData.cluster("l");
  private static final CodePointSet HANGUL_V = UnicodeData.cluster("v");
  private static final CodePointSet HANGUL_T = UnicodeData.cluster("t");
  private static final int JOINER = 0x200D;

  private GraphemeClusters() {}

  /** Returns the end of the cluster that begins at an index. */
  public static int end(int[] text, int start, int length) {
    int end = start + 1;
    while (end < length && !isBoundary(text, start, end)) {
      end++;
    }
    return end;
  }

  private static boolean isBoundary(int[] text, int start, int at) {
    int before = text[at - 1];
    int after = text[at];
    if (before >= ' ' && before < 0x7F && after >= ' ' && after < 0x7F) {
      return true;
    }
    if (before == '\r' && after == '\n') {
      return false;
    }
    if (CONTROL.contains(before) || CONTROL.contains(after)) {
      return true;
    }
    if (EXTEND.contains(after) || PREPEND.contains(before)) {
      return false;
    }
    if (before == JOINER && PICTOGRAPHIC.contains(after)) {
      return !isPictograph(text, start, at - 1);
    }
    boolean syllable = Decomposition.isSyllable(after);
    if (HANGUL_L.contains(before)) {
      return !(syllable || HANGUL_L.contains(after) || HANGUL_V.contains(after));
    }
    boolean open = Decomposition.isSyllable(before) && (before - 0xAC00) % 28 == 0;
    if (HANGUL_V.contains(before) || open) {
      return !(HANGUL_V.contains(after) || HANGUL_T.contains(after));
    }
    boolean closed = Decomposition.isSyllable(before) || HANGUL_T.contains(before);
    return !(closed && HANGUL_T.contains(after));
  }

  private static boolean isPictograph(int[] text, int start, int joiner) {
    int at = joiner - 1;
    while (at > start && EXTEND.contains(text[at])) {
      at--;
    }
    return at >= start && PICTOGRAPHIC.contains(text[at]);
  }
}
