package dev.tenon.data.text;

import dev.tenon.internal.options.Setters;
import org.jspecify.annotations.Nullable;

/** Keras' arguments of Tokenizer. */
@Setters
record TokenizerOptions(
    @Nullable Integer numWords,
    String filters,
    boolean lower,
    String split,
    boolean charLevel,
    @Nullable String oovToken)
    implements TokenizerOptionsSetters {
  static final TokenizerOptions DEFAULTS =
      new TokenizerOptions(null, Texts.FILTERS, true, " ", false, null);

  /** Returns the number from which on words are left out, or the largest where none are. */
  int limit() {
    return numWords == null || numWords == 0 ? Integer.MAX_VALUE : numWords;
  }
}
