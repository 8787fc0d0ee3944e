package dev.tenon.data.sets;

import dev.tenon.internal.options.Setters;
import org.jspecify.annotations.Nullable;

/**
 * How {@link Reuters} is loaded; Keras' arguments, with its defaults.
 *
 * <p>Written as {@code reuters().numWords(10000).testSplit(0.1)}.
 *
 * @param numWords only words of a smaller number are kept; null: all but the last, as in Keras
 * @param skipTop the words of the smallest numbers, which are left out
 * @param maxlen only texts that are <b>shorter</b> are kept, as in Keras; null: all
 * @param testSplit the share of the texts in the test part, from 0 to below 1
 * @param seed the order of the texts, before they are cut
 * @param startChar the number that each text begins with; null: none
 * @param oovChar the number in place of a word that is left out; null: nothing is put there
 * @param indexFrom what is added to the numbers of words
 */
@Setters
public record ReutersOptions(
    @Nullable Integer numWords,
    int skipTop,
    @Nullable Integer maxlen,
    double testSplit,
    long seed,
    @Nullable Integer startChar,
    @Nullable Integer oovChar,
    int indexFrom)
    implements WordOptions, ReutersOptionsSetters {
  /** Checks the share. */
  public ReutersOptions {
    ShuffledSplit.check(testSplit);
  }

  /** Returns Keras' defaults. */
  public static ReutersOptions reuters() {
    return new ReutersOptions(null, 0, null, 0.2, 113, 1, 2, 3);
  }
}
