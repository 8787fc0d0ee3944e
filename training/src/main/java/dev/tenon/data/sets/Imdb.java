package dev.tenon.data.sets;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.download.Download;
import dev.tenon.formats.download.FileCache;
import dev.tenon.formats.npz.Npz;
import dev.tenon.formats.pickle.PickledList;
import dev.tenon.random.NumpyRandom;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

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
    return words(cache, WORDS);
  }

  static Map<String, Integer> words(FileCache cache, Download file) throws IOException {
    return new ObjectMapper()
        .readValue(
            cache.fetch(file).toFile(), new TypeReference<LinkedHashMap<String, Integer>>() {});
  }

  static Imdb read(Source source, ImdbOptions options) {
    // One generator for both parts, in Keras' order.
    NumpyRandom random = new NumpyRandom(options.seed());
    Part train = part(source, "train", random, options);
    Part test = part(source, "test", random, options);
    if (train.reviews.isEmpty() || test.reviews.isEmpty()) {
      throw new IllegalArgumentException(
          "maxlen="
              + options.maxlen()
              + ": no review is shorter; expected a larger maxlen, so that some are kept");
    }
    int limit =
        options.numWords() == null || options.numWords() == 0
            ? Math.max(largest(train.reviews), largest(test.reviews))
            : options.numWords();
    return new Imdb(
        train.reviews.stream().map(review -> known(review, limit, options)).toList(),
        train.labels(),
        test.reviews.stream().map(review -> known(review, limit, options)).toList(),
        test.labels());
  }

  private record Part(List<int[]> reviews, List<Long> marks) {
    Tensor labels() {
      return Tensor.of(marks.stream().mapToLong(Long::longValue).toArray(), marks.size());
    }
  }

  private static Part part(Source source, String name, NumpyRandom random, ImdbOptions options) {
    PickledList reviews = Npz.objects(source, "x_" + name);
    Tensor labels = Npz.array(source, "y_" + name);
    if (labels.rank() != 1 || labels.size() != reviews.size()) {
      throw new MalformedModelException(
          source.name(), "has " + reviews.size() + " reviews and another number of labels");
    }
    Part part = new Part(new ArrayList<>(), new ArrayList<>());
    for (int index : random.permutation(reviews.size())) {
      if (!(reviews.get(index) instanceof PickledList words) || !words.isInts()) {
        throw new MalformedModelException(
            source.name(), "review " + index + " is not a list of whole numbers");
      }
      int[] review = shifted(words.toInts(), options);
      Integer maxlen = options.maxlen();
      if (maxlen == null || maxlen == 0 || review.length < maxlen) {
        part.reviews.add(review);
        part.marks.add(labels.getLong(index));
      }
    }
    return part;
  }

  private static int[] shifted(int[] words, ImdbOptions options) {
    IntStream shifted = Arrays.stream(words).map(word -> word + options.indexFrom());
    Integer start = options.startChar();
    return start == null
        ? shifted.toArray()
        : IntStream.concat(IntStream.of(start), shifted).toArray();
  }

  private static int largest(List<int[]> reviews) {
    return reviews.stream().flatMapToInt(Arrays::stream).max().orElse(0);
  }

  static int[] known(int[] review, int limit, ImdbOptions options) {
    Integer oov = options.oovChar();
    IntStream words = Arrays.stream(review);
    return oov == null
        ? words.filter(word -> options.skipTop() <= word && word < limit).toArray()
        : words.map(word -> options.skipTop() <= word && word < limit ? word : oov).toArray();
  }
}
