package dev.tenon.data.sets;

import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.formats.pickle.PickledList;
import dev.tenon.random.NumpyRandom;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Texts as lists of word numbers with their labels.
 *
 * @param texts the texts, in the order of the file or shuffled
 * @param marks their labels
 */
record WordSequences(List<int[]> texts, List<Long> marks) {
  /**
   * Reads two arrays of an archive, shuffles, shifts the numbers and takes out texts that are too
   * long.
   *
   * @param random draws the order of the texts
   */
  static WordSequences read(
      Source source, String x, String y, NumpyRandom random, WordOptions options) {
    PickledList texts = Npz.objects(source, x);
    Tensor labels = Npz.array(source, y);
    if (labels.rank() != 1 || labels.size() != texts.size()) {
      throw new MalformedModelException(
          source.name(), "has " + texts.size() + " texts and another number of labels");
    }
    WordSequences part = new WordSequences(new ArrayList<>(), new ArrayList<>());
    for (int index : random.permutation(texts.size())) {
      if (!(texts.get(index) instanceof PickledList words) || !words.isInts()) {
        throw new MalformedModelException(
            source.name(), "text " + index + " is not a list of whole numbers");
      }
      int[] text = shifted(words.toInts(), options);
      Integer maxlen = options.maxlen();
      if (maxlen == null || maxlen == 0 || text.length < maxlen) {
        part.texts.add(text);
        part.marks.add(labels.getLong(index));
      }
    }
    if (part.texts.isEmpty()) {
      throw new IllegalArgumentException(
          "maxlen="
              + options.maxlen()
              + ": no text is shorter; expected a larger maxlen, so that some are kept");
    }
    return part;
  }

  private static int[] shifted(int[] words, WordOptions options) {
    IntStream shifted = Arrays.stream(words).map(word -> word + options.indexFrom());
    Integer start = options.startChar();
    return start == null
        ? shifted.toArray()
        : IntStream.concat(IntStream.of(start), shifted).toArray();
  }

  /** Returns the number from which on words are left out, of several parts. */
  static int limit(WordOptions options, WordSequences... parts) {
    Integer given = options.numWords();
    return given != null && given != 0
        ? given
        : Arrays.stream(parts)
            .flatMap(part -> part.texts.stream())
            .flatMapToInt(Arrays::stream)
            .max()
            .orElse(0);
  }

  /** Returns the texts without the words that the options leave out. */
  List<int[]> known(int limit, WordOptions options) {
    return texts.stream().map(text -> known(text, limit, options)).toList();
  }

  static int[] known(int[] text, int limit, WordOptions options) {
    Integer oov = options.oovChar();
    IntStream words = Arrays.stream(text);
    return oov == null
        ? words.filter(word -> options.skipTop() <= word && word < limit).toArray()
        : words.map(word -> options.skipTop() <= word && word < limit ? word : oov).toArray();
  }

  /** Returns the labels: int64. */
  Tensor labels() {
    return Tensor.of(marks.stream().mapToLong(Long::longValue).toArray(), marks.size());
  }

  /** Returns the texts from one position to another. */
  WordSequences range(int from, int to) {
    return new WordSequences(texts.subList(from, to), marks.subList(from, to));
  }
}
