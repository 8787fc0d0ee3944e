package dev.tenon.tokenizers.internal.normalizer;

import dev.tenon.tokenizers.internal.pattern.TextPattern;
import dev.tenon.tokenizers.internal.text.AlignedText;

/** Replaces the matches of a pattern. */
final class ReplaceNormalizer implements TextNormalizer {
  private final TextPattern pattern;
  private final int[] content;

  ReplaceNormalizer(TextPattern pattern, int[] content) {
    this.pattern = pattern;
    this.content = content;
  }

  @Override
  public AlignedText normalize(AlignedText text) {
    TextPattern.Search search = pattern.search(text.codePoints(), 0, text.length());
    if (!search.next()) {
      return text;
    }
    AlignedText result = new AlignedText(text.length() + content.length);
    int last = 0;
    do {
      result.add(text, last, search.start());
      last = search.end();
      for (int c : content) {
        result.add(c, text, last - 1);
      }
    } while (search.next());
    result.add(text, last, text.length());
    return result;
  }
}
