package dev.tenon.tokenizers.internal.processor;

import dev.tenon.tokenizers.internal.pretokenizer.ByteLevelPreTokenizer;
import dev.tenon.tokenizers.internal.unicode.CodePointSet;
import dev.tenon.tokenizers.internal.unicode.UnicodeData;
import java.util.ArrayList;
import java.util.List;

/** Takes the blanks at both ends out of the places of byte-level tokens. */
final class OffsetTrimming implements PostProcessor {
  private static final CodePointSet WHITE = UnicodeData.whiteSpace();
  private static final int BLANK = ByteLevelPreTokenizer.character(' ');

  private final boolean addPrefixSpace;
  private final boolean numbered;

  /**
   * Creates the processor.
   *
   * @param addPrefixSpace whether a blank was put in front of the text
   * @param numbered whether it numbers the sequences, too
   */
  OffsetTrimming(boolean addPrefixSpace, boolean numbered) {
    this.addPrefixSpace = addPrefixSpace;
    this.numbered = numbered;
  }

  @Override
  public int added(boolean pair) {
    return 0;
  }

  @Override
  public List<TokenSequence> process(List<TokenSequence> sequences, boolean addSpecialTokens) {
    List<TokenSequence> result = new ArrayList<>();
    for (TokenSequence each : sequences) {
      TokenSequence trimmed =
          trim(each).withOverflowing(each.overflowing().stream().map(this::trim).toList());
      result.add(numbered ? trimmed.withSequence(result.size()) : trimmed);
    }
    return result;
  }

  private TokenSequence trim(TokenSequence sequence) {
    int[] starts = sequence.starts().clone();
    int[] ends = sequence.ends().clone();
    for (int i = 0; i < starts.length; i++) {
      String token = sequence.tokens()[i];
      int leading = leading(token);
      int trailing = trailing(token);
      boolean first = i == 0 || starts[i] == 0;
      int removed = first && addPrefixSpace && leading == 1 ? 0 : leading;
      starts[i] = forward(sequence.text(), starts[i], ends[i], removed);
      ends[i] = back(sequence.text(), starts[i], ends[i], trailing);
    }
    return sequence.withPlaces(starts, ends);
  }

  /** Moves a start by code points, at most to the end. */
  private static int forward(String text, int start, int end, int codePoints) {
    int at = start;
    for (int i = 0; i < codePoints && at < end; i++) {
      at = text.offsetByCodePoints(at, 1);
    }
    return at;
  }

  /**
   * Moves an end back by code points, at most to the start; not where so many do not stand before
   * it.
   */
  private static int back(String text, int start, int end, int codePoints) {
    int at = end;
    for (int i = 0; i < codePoints; i++) {
      if (at == 0) {
        return end;
      }
      at = text.offsetByCodePoints(at, -1);
    }
    return Math.max(at, start);
  }

  // No blank is beyond the first 65,536 code points.
  private static int leading(String token) {
    int count = 0;
    while (count < token.length() && isBlank(token.charAt(count))) {
      count++;
    }
    return count;
  }

  private static int trailing(String token) {
    int count = 0;
    while (count < token.length() && isBlank(token.charAt(token.length() - 1 - count))) {
      count++;
    }
    return count;
  }

  private static boolean isBlank(char c) {
    return c == BLANK || WHITE.contains(c);
  }
}
