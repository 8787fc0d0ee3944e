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
 * 11,228 newswires of Reuters as lists of word numbers, of 46 topics.
 *
 * <p>Texts are padded with {@link dev.tenon.data.text.Sequences#padSequences}.
 *
 * @param xTrain the texts to train on; each begins with {@code startChar}
 * @param yTrain int64: the position in {@link #LABEL_NAMES}
 * @param xTest the texts to test on
 * @param yTest their topics
 * @see <a href="https://keras.io/api/datasets/reuters/">Keras: Reuters newswire classification
 *     dataset</a>
 */
public record Reuters(List<int[]> xTrain, Tensor yTrain, List<int[]> xTest, Tensor yTest) {
  /** What the labels stand for; Keras' {@code get_label_names()}. */
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

  /** Keeps the lists, which are not copied. */
  public Reuters {
    xTrain = List.copyOf(xTrain);
    xTest = List.copyOf(xTest);
  }

  /**
   * Returns the texts with Keras' defaults.
   *
   * @throws IOException where the file cannot be had
   */
  public static Reuters load() throws IOException {
    return load(ReutersOptions.reuters());
  }

  /**
   * Returns the texts, which are fetched into Keras' cache folder (2 MB) where they are not there.
   *
   * @throws IOException where the file cannot be had
   */
  public static Reuters load(ReutersOptions options) throws IOException {
    return load(options, Origins.cache(Origins.FOLDER));
  }

  /** Returns the texts from a cache of the caller's. */
  public static Reuters load(ReutersOptions options, FileCache cache) throws IOException {
    try (Source source = Source.of(cache.fetch(FILE))) {
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
