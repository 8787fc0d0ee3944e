package dev.tenon.data.text;

import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Keras' legacy {@code Tokenizer}: numbers words by how often they come.
 *
 * <p>Written as {@code Tokenizer.of().numWords(10000).oovToken("<OOV>")}, then {@link #fitOnTexts}.
 * Number 0 stands for no word. Its JSON is that of Keras, which reads it back and the other way
 * round. Not safe for use by several threads while it is being fit.
 *
 * @see <a
 *     href="https://www.tensorflow.org/api_docs/python/tf/keras/preprocessing/text/Tokenizer">tf.keras.preprocessing.text.Tokenizer</a>
 */
public final class Tokenizer {
  private final TokenizerOptions options;
  private final Vocabulary words;

  Tokenizer(TokenizerOptions options, Vocabulary words) {
    this.options = options;
    this.words = words;
  }

  /** Returns a tokenizer with Keras' defaults, which knows no word yet. */
  public static Tokenizer of() {
    return new Tokenizer(TokenizerOptions.DEFAULTS, new Vocabulary());
  }

  /** Reads what {@link #toJson} or Keras' {@code to_json} wrote. */
  public static Tokenizer fromJson(String json) {
    return TokenizerJson.read(json);
  }

  /** Keeps the most frequent {@code count − 1} words only; all. */
  public Tokenizer numWords(int count) {
    return new Tokenizer(options.numWords(count), words);
  }

  /** Says which characters count as {@code split}; punctuation, tabs and ends of lines. */
  public Tokenizer filters(String characters) {
    return new Tokenizer(options.filters(characters), words);
  }

  /** Makes texts lower case first; true. */
  public Tokenizer lower(boolean wanted) {
    return new Tokenizer(options.lower(wanted), words);
  }

  /** Says what stands between words; a space. */
  public Tokenizer split(String separator) {
    return new Tokenizer(options.split(separator), words);
  }

  /** Takes each character as a word; false. */
  public Tokenizer charLevel(boolean wanted) {
    return new Tokenizer(options.charLevel(wanted), words);
  }

  /** Puts this word, with number 1, in place of unknown ones; unknown words are left out. */
  public Tokenizer oovToken(String word) {
    return new Tokenizer(options.oovToken(word), words);
  }

  /** Counts the words of texts, in addition to those before, and numbers all anew. */
  public void fitOnTexts(List<String> texts) {
    texts.forEach(text -> words.add(wordsOf(text)));
    words.number(options.oovToken());
  }

  /** Returns the numbers of the words of each text. */
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

  /** Returns the words of each sequence, with spaces between. */
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
   * Returns a row for each text, a column for each word, as float64.
   *
   * @param mode {@code binary} (1 where the word comes), {@code count}, {@code freq} or {@code
   *     tfidf}
   */
  public Tensor textsToMatrix(List<String> texts, String mode) {
    return sequencesToMatrix(textsToSequences(texts), mode);
  }

  /** Returns a row for each sequence, a column for each word, as float64. */
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

  /** Returns the number of each word, the most frequent first. */
  public Map<String, Integer> wordIndex() {
    return Collections.unmodifiableMap(words.wordIndex);
  }

  /** Returns the word of each number. */
  public Map<Integer, String> indexWord() {
    return Collections.unmodifiableMap(words.indexWord);
  }

  /** Returns how often each word came, in the order in which they came first. */
  public Map<String, Long> wordCounts() {
    return Collections.unmodifiableMap(words.wordCounts);
  }

  /** Returns in how many texts each word came. */
  public Map<String, Long> wordDocs() {
    return Collections.unmodifiableMap(words.wordDocs);
  }

  /** Returns how many texts were counted. */
  public long documentCount() {
    return words.documentCount;
  }

  /**
   * Returns the JSON that Keras' {@code to_json()} gives.
   *
   * <p>{@code word_docs} and {@code index_docs} are in the order in which words came first; Keras
   * writes them in the order of a Python set, which is another in each run.
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
