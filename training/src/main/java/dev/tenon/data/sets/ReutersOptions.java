package dev.tenon.data.sets;

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
public record ReutersOptions(
    @Nullable Integer numWords,
    int skipTop,
    @Nullable Integer maxlen,
    double testSplit,
    long seed,
    @Nullable Integer startChar,
    @Nullable Integer oovChar,
    int indexFrom)
    implements WordOptions {
  /** Checks the share. */
  public ReutersOptions {
    ShuffledSplit.checked(testSplit);
  }

  /** Returns Keras' defaults. */
  public static ReutersOptions reuters() {
    return new ReutersOptions(null, 0, null, 0.2, 113, 1, 2, 3);
  }

  /** Sets Keras' {@code num_words}. */
  public ReutersOptions numWords(@Nullable Integer newNumWords) {
    return new ReutersOptions(
        newNumWords, skipTop, maxlen, testSplit, seed, startChar, oovChar, indexFrom);
  }

  /** Sets Keras' {@code skip_top}. */
  public ReutersOptions skipTop(int newSkipTop) {
    return new ReutersOptions(
        numWords, newSkipTop, maxlen, testSplit, seed, startChar, oovChar, indexFrom);
  }

  /** Sets Keras' {@code maxlen}. */
  public ReutersOptions maxlen(@Nullable Integer newMaxlen) {
    return new ReutersOptions(
        numWords, skipTop, newMaxlen, testSplit, seed, startChar, oovChar, indexFrom);
  }

  /** Sets Keras' {@code test_split}. */
  public ReutersOptions testSplit(double newTestSplit) {
    return new ReutersOptions(
        numWords, skipTop, maxlen, newTestSplit, seed, startChar, oovChar, indexFrom);
  }

  /** Sets Keras' {@code seed}. */
  public ReutersOptions seed(long newSeed) {
    return new ReutersOptions(
        numWords, skipTop, maxlen, testSplit, newSeed, startChar, oovChar, indexFrom);
  }

  /** Sets Keras' {@code start_char}. */
  public ReutersOptions startChar(@Nullable Integer newStartChar) {
    return new ReutersOptions(
        numWords, skipTop, maxlen, testSplit, seed, newStartChar, oovChar, indexFrom);
  }

  /** Sets Keras' {@code oov_char}. */
  public ReutersOptions oovChar(@Nullable Integer newOovChar) {
    return new ReutersOptions(
        numWords, skipTop, maxlen, testSplit, seed, startChar, newOovChar, indexFrom);
  }

  /** Sets Keras' {@code index_from}. */
  public ReutersOptions indexFrom(int newIndexFrom) {
    return new ReutersOptions(
        numWords, skipTop, maxlen, testSplit, seed, startChar, oovChar, newIndexFrom);
  }
}
