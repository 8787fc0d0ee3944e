package dev.tenon.tokenizers.internal.pretokenizer;

import dev.tenon.tokenizers.internal.text.Pieces;
import dev.tenon.tokenizers.internal.unicode.CodePointSet;
import dev.tenon.tokenizers.internal.unicode.UnicodeData;

/** Splits at white space, and between kinds of characters. */
final class WordPreTokenizers {
  private static final byte SPACE = 1;
  private static final byte MARK = 2;
  private static final byte WORD = 3;

  private static final CodePointSet WHITE = UnicodeData.whiteSpace();
  private static final CodePointSet PUNCTUATION = UnicodeData.punctuation();
  private static final CodePointSet RUST_SPACE = UnicodeData.rustSpace();
  private static final CodePointSet RUST_WORD = UnicodeData.rustWord();
  private static final byte[] BERT_ASCII = new byte[128];

  static {
    for (int c = 0; c < BERT_ASCII.length; c++) {
      BERT_ASCII[c] = slowBertKind(c);
    }
  }

  private WordPreTokenizers() {}

  private interface Kinds {
    byte of(int codePoint);
  }

  /** White space goes, each punctuation mark is a word. */
  static Pieces bert(Pieces pieces) {
    return split(pieces, c -> c < 128 ? BERT_ASCII[c] : slowBertKind(c), false);
  }

  /** White space goes, runs of {@code \w} and of others are words. */
  static Pieces whitespace(Pieces pieces) {
    return split(pieces, WordPreTokenizers::whitespaceKind, true);
  }

  private static byte slowBertKind(int c) {
    if (WHITE.contains(c)) {
      return SPACE;
    }
    return PUNCTUATION.contains(c) ? MARK : WORD;
  }

  private static byte whitespaceKind(int c) {
    if (RUST_WORD.contains(c)) {
      return WORD;
    }
    return RUST_SPACE.contains(c) ? SPACE : MARK;
  }

  private static Pieces split(Pieces pieces, Kinds kinds, boolean joinMarks) {
    Pieces result = new Pieces(pieces.text(), pieces.size() + pieces.text().length() / 4 + 8);
    int[] text = pieces.text().codePoints();
    for (int i = 0; i < pieces.size(); i++) {
      if (pieces.token(i) != Pieces.NO_TOKEN) {
        result.add(pieces.start(i), pieces.end(i), pieces.token(i));
      } else {
        split(text, pieces.start(i), pieces.end(i), kinds, joinMarks, result);
      }
    }
    return result;
  }

  private static void split(
      int[] text, int start, int end, Kinds kinds, boolean joinMarks, Pieces result) {
    int first = start;
    byte last = SPACE;
    for (int i = start; i < end; i++) {
      byte kind = kinds.of(text[i]);
      if (kind == last && (kind != MARK || joinMarks)) {
        continue;
      }
      if (last != SPACE) {
        result.add(first, i);
      }
      first = i;
      last = kind;
    }
    if (last != SPACE) {
      result.add(first, end);
    }
  }

  /** Cuts words into parts of equal length. */
  static Pieces fixedLength(Pieces pieces, int length) {
    Pieces result = new Pieces(pieces.text(), pieces.size() + 16);
    for (int i = 0; i < pieces.size(); i++) {
      if (pieces.token(i) != Pieces.NO_TOKEN) {
        result.add(pieces.start(i), pieces.end(i), pieces.token(i));
        continue;
      }
      int end = pieces.end(i);
      for (int at = pieces.start(i); at < end; at = end - at > length ? at + length : end) {
        result.add(at, end - at > length ? at + length : end);
      }
    }
    return result;
  }
}
