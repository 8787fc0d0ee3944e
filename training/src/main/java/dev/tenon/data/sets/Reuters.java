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
 * The Reuters data set: 11,228 newswires of 46 topics as lists of word numbers.
 *
 * <p>8,982 texts are for training and 2,246 for tests by default. The file is {@code reuters.npz}
 * of Keras' storage, 2 MB. {@link dev.tenon.data.text.Sequences#padSequences} pads texts.
 *
 * @param xTrain the training texts; each begins with {@code startChar}
 * @param yTrain the training labels, int64: the index in {@link #LABEL_NAMES}
 * @param xTest the test texts
 * @param yTest the test labels
 * @see <a href="https://keras.io/api/datasets/reuters/">Keras: Reuters newswire classification
 *     dataset</a>
 */
public record Reuters(List<int[]> xTrain, Tensor yTrain, List<int[]> xTest, Tensor yTest) {
  /** The names of the topics, by label: Keras' {@code get_label_names()}. */
  public static final List<String> LABEL_NAMES =
      List.of(
          "cocoa",
          "grain",
          "veg-oil",
          "earn",
          "acq",
          "wheat",
          "copper",
          "housing",
          "money-supply",
          "coffee",
          "sugar",
          "trade",
          "reserves",
          "ship",
          "cotton",
          "carcass",
          "crude",
          "nat-gas",
          "cpi",
          "money-fx",
          "interest",
          "gnp",
          "meal-feed",
          "alum",
          "oilseed",
          "gold",
          "tin",
          "strategic-metal",
          "livestock",
          "retail",
          "ipi",
          "iron-steel",
          "rubber",
          "heat",
          "jobs",
          "lei",
          "bop",
          "zinc",
          "orange",
          "pet-chem",
          "dlr",
          "gas",
          "silver",
          "wpi",
          "hog",
          "lead");

  static final Download FILE =
      Origins.keras(
          "reuters.npz", "d6586e694ee56d7a4e65172e12b3e987c03096cb01eab99753921ef915959916");
  static final Download WORDS =
      Origins.keras("reuters_word_index.json", "4d44cc38712099c9e383dc6e5f11a921");

  /** Creates a data set; arrays in the lists are not copied. */
  public Reuters {
    xTrain = List.copyOf(xTrain);
    xTest = List.copyOf(xTest);
  }

  /**
   * Loads the texts with Keras' default arguments; the file is downloaded to Keras' cache if it is
   * missing.
   *
   * @throws IOException if the file cannot be downloaded or read
   */
  public static Reuters load() throws IOException {
    return load(ReutersOptions.reuters());
  }

  /**
   * Loads the texts; the file is downloaded to Keras' cache if it is missing.
   *
   * @param options the options
   * @throws IOException if the file cannot be downloaded or read
   */
  public static Reuters load(ReutersOptions options) throws IOException {
    return load(options, Origins.cache(Origins.FOLDER));
  }

  /**
   * Loads the texts with a cache of the caller.
   *
   * @param options the options
   * @param cache the cache of downloads
   * @throws IOException if the file cannot be downloaded or read
   */
  public static Reuters load(ReutersOptions options, FileCache cache) throws IOException {
    try (Source source = Source.of(cache.fetch(FILE))) {
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

  static Reuters read(Source source, ReutersOptions options) {
    NumpyRandom random = new NumpyRandom(options.seed());
    WordSequences all = WordSequences.read(source, "x", "y", random, options);
    int limit = WordSequences.limit(options, all);
    int count = all.texts().size();
    int cut = ShuffledSplit.trainCount(count, options.testSplit());
    WordSequences train = all.range(0, cut);
    WordSequences test = all.range(cut, count);
    return new Reuters(
        train.known(limit, options), train.labels(), test.known(limit, options), test.labels());
  }
}
