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
 * The IMDB data set: 50,000 film reviews as lists of word numbers, half of them positive.
 *
 * <p>25,000 reviews are for training and 25,000 for tests. The file is {@code imdb.npz} of Keras'
 * storage, 17 MB. {@link dev.tenon.data.text.Sequences#padSequences} pads reviews; {@link
 * ReviewCoder} converts between reviews and words.
 *
 * @param xTrain the training reviews; each begins with {@code startChar}
 * @param yTrain the training labels, int64: 1 for positive, 0 for negative
 * @param xTest the test reviews
 * @param yTest the test labels
 * @see <a href="https://keras.io/api/datasets/imdb/">Keras: IMDB movie review sentiment dataset</a>
 */
public record Imdb(List<int[]> xTrain, Tensor yTrain, List<int[]> xTest, Tensor yTest) {
  static final Download FILE =
      Origins.keras("imdb.npz", "69664113be75683a8fe16e3ed0ab59fda8886cb3cd7ada244f7d9544e4676b9f");
  static final Download WORDS =
      Origins.keras("imdb_word_index.json", "bfafd718b763782e994055a2d397834f");

  /** Creates a data set; arrays in the lists are not copied. */
  public Imdb {
    xTrain = List.copyOf(xTrain);
    xTest = List.copyOf(xTest);
  }

  /**
   * Loads the reviews; the file is downloaded to Keras' cache if it is missing.
   *
   * @param options the options
   * @throws IOException if the file cannot be downloaded or read
   */
  public static Imdb load(ImdbOptions options) throws IOException {
    return load(options, Origins.cache(Origins.FOLDER));
  }

  /**
   * Loads the reviews with a cache of the caller.
   *
   * @param options the options
   * @param cache the cache of downloads
   * @throws IOException if the file cannot be downloaded or read
   */
  public static Imdb load(ImdbOptions options, FileCache cache) throws IOException {
    return load(options, cache, FILE);
  }

  static Imdb load(ImdbOptions options, FileCache cache, Download file) throws IOException {
    try (Source source = Source.of(cache.fetch(file))) {
      return read(source, options);
    }
  }

  /**
   * Returns the number of each word, from 1 for the most frequent, without {@code indexFrom}.
   *
   * @throws IOException if the file cannot be downloaded or read
   */
  public static Map<String, Integer> wordIndex() throws IOException {
    return wordIndex(Origins.cache(Origins.FOLDER));
  }

  /**
   * Returns the number of each word, with a cache of the caller; see {@link #wordIndex()}.
   *
   * @param cache the cache of downloads
   * @throws IOException if the file cannot be downloaded or read
   */
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
