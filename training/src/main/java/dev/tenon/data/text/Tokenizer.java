package dev.tenon.data.text;

import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Keras' legacy {@code Tokenizer}, which maps words to numbers by descending frequency.
 *
 * <p>{@code Tokenizer.of().numWords(10000).oovToken("<OOV>")}, then {@link #fitOnTexts}. Number 0
 * is reserved. The JSON is compatible with Keras' in both directions. Not thread-safe during {@code
 * fitOnTexts}.
 *
 * @see <a
 *     href="https://www.tensorflow.org/api_docs/python/tf/keras/preprocessing/text/Tokenizer">tf.keras.preprocessing.text.Tokenizer</a>
 */
public final class Tokenizer extends TokenizerSetters {
  private final Vocabulary words;

  Tokenizer(TokenizerOptions options, Vocabulary words) {
    super(options);
    this.words = words;
  }

  /** Returns a tokenizer with Keras' default arguments and an empty vocabulary. */
  public static Tokenizer of() {
    return new Tokenizer(TokenizerOptions.DEFAULTS, new Vocabulary());
  }

  /**
   * Reads the JSON of {@link #toJson} or Keras' {@code to_json}.
   *
   * @param json the JSON
   * @throws dev.tenon.error.MalformedModelException if it is not the JSON of a tokenizer
   */
  public static Tokenizer fromJson(String json) {
    return TokenizerJson.read(json);
  }

  @Override
  Tokenizer with(TokenizerOptions changed) {
    return new Tokenizer(changed, words);
  }

  /**
   * Adds the words of texts to the counts and renumbers all words.
   *
   * @param texts the texts
   */
  public void fitOnTexts(List<String> texts) {
    texts.forEach(text -> words.add(wordsOf(text)));
    words.number(options.oovToken());
  }

  /**
   * Returns the word numbers of each text.
   *
   * @param texts the texts
   */
  public List<int[]> textsToSequences(List<String> texts) {
    return texts.stream().map(this::sequence).toList();
  }

  private int[] sequence(String text) {
    Integer oov = options.oovToken() == null ? null : words.wordIndex.get(options.oovToken());
    List<Integer> numbers = new ArrayList<>();
    for (String word : wordsOf(text)) {
      Integer index = words.wordIndex.get(word);
      if (index != null && index < options.limit()) {
        numbers.add(index);
      } else if (oov != null) {
        numbers.add(oov);
      }
    }
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * Returns the words of each sequence of numbers, separated by spaces.
   *
   * @param sequences the sequences
   */
  public List<String> sequencesToTexts(List<int[]> sequences) {
    return sequences.stream().map(this::text).toList();
  }

  private String text(int[] sequence) {
    List<String> text = new ArrayList<>();
    for (int number : sequence) {
      String word = words.indexWord.get(number);
      if (word != null && number < options.limit()) {
        text.add(word);
      } else if (options.oovToken() != null) {
        text.add(options.oovToken());
      }
    }
    return String.join(" ", text);
  }

  /**
   * Returns a float64 matrix with a row for each text and a column for each word number.
   *
   * @param texts the texts
   * @param mode {@code binary} (1 for a word of the text), {@code count}, {@code freq} (count over
   *     length) or {@code tfidf}
   * @throws IllegalArgumentException if the mode is unknown
   * @throws IllegalStateException if the vocabulary is empty and {@code numWords} is not set, or
   *     {@code tfidf} precedes {@link #fitOnTexts}
   */
  public Tensor textsToMatrix(List<String> texts, String mode) {
    return sequencesToMatrix(textsToSequences(texts), mode);
  }

  /**
   * Returns a float64 matrix with a row for each sequence and a column for each word number; see
   * {@link #textsToMatrix}.
   *
   * @param sequences the sequences
   * @param mode {@code binary}, {@code count}, {@code freq} or {@code tfidf}
   * @throws IllegalArgumentException if the mode is unknown
   * @throws IllegalStateException if the vocabulary is empty and {@code numWords} is not set, or
   *     {@code tfidf} precedes {@link #fitOnTexts}
   */
  public Tensor sequencesToMatrix(List<int[]> sequences, String mode) {
    int columns = options.limit();
    if (columns == Integer.MAX_VALUE) {
      columns = words.wordIndex.size() + 1;
      if (columns == 1) {
        throw new IllegalStateException(
            "the tokenizer knows no word: give numWords, or call fitOnTexts first");
      }
    }
    return new WordMatrix(columns, words).of(sequences, mode);
  }

  /** Returns the number of each word, by descending frequency. */
  public Map<String, Integer> wordIndex() {
    return Collections.unmodifiableMap(words.wordIndex);
  }

  /** Returns the word of each number. */
  public Map<Integer, String> indexWord() {
    return Collections.unmodifiableMap(words.indexWord);
  }

  /** Returns the number of occurrences of each word, in the order of first occurrence. */
  public Map<String, Long> wordCounts() {
    return Collections.unmodifiableMap(words.wordCounts);
  }

  /** Returns the number of texts with each word. */
  public Map<String, Long> wordDocs() {
    return Collections.unmodifiableMap(words.wordDocs);
  }

  /** Returns the number of texts so far. */
  public long documentCount() {
    return words.documentCount;
  }

  /**
   * Returns the JSON of Keras' {@code to_json()}.
   *
   * <p>{@code word_docs} and {@code index_docs} are in the order of first occurrence; Keras writes
   * them in the order of a Python set, which varies between runs.
   */
  public String toJson() {
    return TokenizerJson.write(options, words);
  }

  private List<String> wordsOf(String text) {
    if (options.charLevel()) {
      String plain = options.lower() ? text.toLowerCase(Locale.ROOT) : text;
      return plain.codePoints().mapToObj(Character::toString).toList();
    }
    return Texts.textToWordSequence(text, options.filters(), options.lower(), options.split());
  }
}
