package dev.tenon.tokenizers.internal.pretokenizer;

import dev.tenon.tokenizers.internal.pattern.TextPattern;
import dev.tenon.tokenizers.internal.text.Pieces;
import dev.tenon.tokenizers.internal.unicode.CodePointSet;

/** Splits at the code points of a set, or at the matches of a pattern. */
final class SplitPreTokenizer implements PreTokenizer {
  private interface Cut {
    void cut(TextSegments segments, int[] text, int start, int end);
  }

  private final Cut cut;
  private final SplitBehavior behavior;

  private SplitPreTokenizer(Cut cut, SplitBehavior behavior) {
    this.cut = cut;
    this.behavior = behavior;
  }

  SplitPreTokenizer(CodePointSet delimiters, SplitBehavior behavior) {
    this((segments, text, start, end) -> segments.cut(text, start, end, delimiters), behavior);
  }

  SplitPreTokenizer(TextPattern pattern, boolean invert, SplitBehavior behavior) {
    this((segments, text, start, end) -> segments.cut(text, start, end, pattern, invert), behavior);
  }

  @Override
  public Pieces split(Pieces pieces) {
    Pieces result = new Pieces(pieces.text(), pieces.size() + 16);
    TextSegments segments = new TextSegments();
    int[] text = pieces.text().codePoints();
    for (int i = 0; i < pieces.size(); i++) {
      if (pieces.token(i) != Pieces.NO_TOKEN) {
        result.add(pieces.start(i), pieces.end(i), pieces.token(i));
        continue;
      }
      cut.cut(segments, text, pieces.start(i), pieces.end(i));
      behavior.split(segments, result);
    }
    return result;
  }
}
