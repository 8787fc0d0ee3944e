package dev.tenon.data.text;

import dev.tenon.internal.options.Setters;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of Keras' {@code Tokenizer}.
 *
 * @param numWords the limit of word numbers, exclusive; null or 0 for none; null by default
 * @param filters the characters that are replaced by the separator; punctuation, tab and line feed
 *     by default
 * @param lower whether texts are converted to lower case; true by default
 * @param split the separator of words; a space by default
 * @param charLevel whether each character is a word; false by default
 * @param oovToken the word of number 1 that replaces unknown words; null for none, the default
 */
@Setters(owner = Tokenizer.class)
record TokenizerOptions(
    @Nullable Integer numWords,
    String filters,
    boolean lower,
    String split,
    boolean charLevel,
    @Nullable String oovToken) {
  static final TokenizerOptions DEFAULTS =
      new TokenizerOptions(null, Texts.FILTERS, true, " ", false, null);

  /** Returns the limit of word numbers, exclusive; the largest integer for none. */
  int limit() {
    return numWords == null || numWords == 0 ? Integer.MAX_VALUE : numWords;
  }
}
