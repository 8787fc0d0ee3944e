package dev.tenon.tokenizers.internal.normalizer;

import dev.tenon.tokenizers.internal.text.AlignedText;
import dev.tenon.tokenizers.internal.text.Changes;
import dev.tenon.tokenizers.internal.unicode.Composition;
import dev.tenon.tokenizers.internal.unicode.Decomposition;

/** Unicode's normalization forms of aligned text. */
final class UnicodeForms {
  private UnicodeForms() {}

  static AlignedText decompose(AlignedText text, boolean compatible) {
    if (Decomposition.isDecomposed(text.codePoints(), text.length(), compatible)) {
      return text;
    }
    Decomposition form = Decomposition.of(text.codePoints(), text.length(), compatible);
    return Changes.apply(text, form.codePoints(), form.changes(), form.size());
  }

  static AlignedText compose(AlignedText text, boolean compatible) {
    int free = compatible ? 0xA0 : 0x300;
    int at = 0;
    while (at < text.length() && text.codePoint(at) < free) {
      at++;
    }
    if (at == text.length()) {
      return text;
    }
    Composition form =
        Composition.of(Decomposition.of(text.codePoints(), text.length(), compatible));
    return Changes.apply(text, form.codePoints(), form.changes(), form.size());
  }
}
