package dev.tenon.data.sets;

import dev.tenon.internal.options.Setters;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of Keras' {@code imdb.load_data}: {@code
 * ImdbOptions.DEFAULTS.numWords(10000).maxlen(400)}.
 *
 * @param numWords the limit of word numbers, exclusive; null for all but the last word, as in
 *     Keras; null by default
 * @param skipTop the number of most frequent words to leave out; 0 by default
 * @param maxlen the limit of lengths: only <b>shorter</b> reviews are kept, as in Keras; null for
 *     all, the default
 * @param seed the seed of the order of the reviews; 113 by default
 * @param startChar the number at the start of each review, null for none; 1 by default
 * @param oovChar the number of words that are left out, null for no replacement; 2 by default
 * @param indexFrom the offset of word numbers; 3 by default
 */
@Setters
public record ImdbOptions(
    @Nullable Integer numWords,
    int skipTop,
    @Nullable Integer maxlen,
    long seed,
    @Nullable Integer startChar,
    @Nullable Integer oovChar,
    int indexFrom)
    implements ImdbOptionsSetters, WordOptions {
  /** Keras' default arguments. */
  public static final ImdbOptions DEFAULTS = new ImdbOptions(null, 0, null, 113, 1, 2, 3);
}
