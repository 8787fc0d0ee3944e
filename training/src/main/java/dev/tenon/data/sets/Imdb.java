package dev.tenon.data.sets;

import dev.tenon.formats.Source;
import dev.tenon.formats.download.Download;
import dev.tenon.formats.download.FileCache;
import dev.tenon.random.NumpyRandom;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * 50,000 film reviews of IMDB as lists of word numbers, half of them good ones.
 *
 * <p>Reviews are padded with {@link dev.tenon.data.text.Sequences#padSequences}; {@link
 * ReviewCoder} makes words of them and numbers of a typed review.
 *
 * @param xTrain the reviews to train on; each begins with {@code startChar}
 * @param yTrain int64: 1 for a good review, 0 for a bad one
 * @param xTest the reviews to test on
 * @param yTest their labels
 * @see <a href="https://keras.io/api/datasets/imdb/">Keras: IMDB movie review sentiment dataset</a>
 */
public record Imdb(List<int[]> xTrain, Tensor yTrain, List<int[]> xTest, Tensor yTest) {
  static final Download FILE =
      Origins.keras("imdb.npz", "69664113be75683a8fe16e3ed0ab59fda8886cb3cd7ada244f7d9544e4676b9f");
  static final Download WORDS =
      Origins.keras("imdb_word_index.json", "bfafd718b763782e994055a2d397834f");

  /** Keeps the lists, which are not copied. */
  public Imdb {
    xTrain = List.copyOf(xTrain);
    xTest = List.copyOf(xTest);
  }

  /**
   * Returns the reviews, which are fetched into Keras' cache folder (17 MB) where they are not
   * there.
   *
   * @throws IOException where the file cannot be had
   */
  public static Imdb load(ImdbOptions options) throws IOException {
    return load(options, Origins.cache(Origins.FOLDER));
  }

  /** Returns the reviews from a cache of the caller's. */
  public static Imdb load(ImdbOptions options, FileCache cache) throws IOException {
    return load(options, cache, FILE);
  }

  static Imdb load(ImdbOptions options, FileCache cache, Download file) throws IOException {
    try (Source source = Source.of(cache.fetch(file))) {
      return read(source, options);
    }
  }

  /**
   * Returns the number of each word, from 1 for the most frequent; {@code indexFrom} is not added.
   *
   * @throws IOException where the file cannot be had
   */
  public static Map<String, Integer> wordIndex() throws IOException {
    return wordIndex(Origins.cache(Origins.FOLDER));
  }

  /** Returns the number of each word, from a cache of the caller's. */
  public static Map<String, Integer> wordIndex(FileCache cache) throws IOException {
    return Origins.words(cache, WORDS);
  }

  static Imdb read(Source source, ImdbOptions options) {
    // One generator for both parts, in Keras' order.
    NumpyRandom random = new NumpyRandom(options.seed());
    WordSequences train = WordSequences.read(source, "x_train", "y_train", random, options);
    WordSequences test = WordSequences.read(source, "x_test", "y_test", random, options);
    int limit = WordSequences.limit(options, train, test);
    return new Imdb(
        train.known(limit, options), train.labels(), test.known(limit, options), test.labels());
  }
}
