package dev.tenon.data.sets;

import dev.tenon.internal.options.Setters;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of Keras' {@code reuters.load_data}: {@code
 * reuters().numWords(10000).testSplit(0.1)}.
 *
 * @param numWords the limit of word numbers, exclusive; null for all but the last word, as in
 *     Keras; null by default
 * @param skipTop the number of most frequent words to leave out; 0 by default
 * @param maxlen the limit of lengths: only <b>shorter</b> texts are kept, as in Keras; null for
 *     all, the default
 * @param testSplit the fraction of the test part, from 0 to less than 1; 0.2 by default
 * @param seed the seed of the order of the texts before the split; 113 by default
 * @param startChar the number at the start of each text, null for none; 1 by default
 * @param oovChar the number of words that are left out, null for no replacement; 2 by default
 * @param indexFrom the offset of word numbers; 3 by default
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
  /**
   * Checks the fraction.
   *
   * @throws IllegalArgumentException if {@code testSplit} is out of range
   */
  public ReutersOptions {
    ShuffledSplit.check(testSplit);
  }

  /** Returns Keras' default arguments. */
  public static ReutersOptions reuters() {
    return new ReutersOptions(null, 0, null, 0.2, 113, 1, 2, 3);
  }
}
