package dev.tenon.data.sets;

import dev.tenon.internal.options.Setters;
import org.jspecify.annotations.Nullable;

/**
 * How IMDB's reviews are loaded; Keras' arguments of {@code imdb.load_data}, with its defaults.
 *
 * <p>Written as {@code ImdbOptions.DEFAULTS.numWords(10000).maxlen(400)}.
 *
 * @param numWords only words of a smaller number are kept; null: all but the last, as in Keras
 * @param skipTop the words of the smallest numbers, which are left out
 * @param maxlen only reviews that are <b>shorter</b> are kept, as in Keras; null: all
 * @param seed the order of the reviews
 * @param startChar the number that each review begins with; null: none
 * @param oovChar the number in place of a word that is left out; null: nothing is put there
 * @param indexFrom what is added to the numbers of words
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
  /** Keras' defaults. */
  public static final ImdbOptions DEFAULTS = new ImdbOptions(null, 0, null, 113, 1, 2, 3);
}
