package dev.tenon.data.sets;

import dev.tenon.data.text.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Converts reviews to the word numbers of {@link Imdb} and back. */
public final class ReviewCoder {
  private final Map<String, Integer> wordIndex;
  private final Map<Integer, String> words = new HashMap<>();
  private final ImdbOptions options;

  /**
   * Creates a coder.
   *
   * @param wordIndex the result of {@link Imdb#wordIndex()}
   * @param options the options with which the reviews were loaded
   */
  public ReviewCoder(Map<String, Integer> wordIndex, ImdbOptions options) {
    this.wordIndex = Map.copyOf(wordIndex);
    this.options = options;
    wordIndex.forEach((word, index) -> words.put(index + options.indexFrom(), word));
    // Last, as in Keras' example: these numbers stand for no word.
    if (options.startChar() != null) {
      words.put(options.startChar(), "[START]");
    }
    if (options.oovChar() != null) {
      words.put(options.oovChar(), "[OOV]");
    }
  }

  /**
   * Converts a review to numbers: {@code startChar}, then a number for each word.
   *
   * <p>Case, punctuation and HTML line breaks are dropped, as by Keras' {@code
   * text_to_word_sequence}. A word that is unknown or excluded by {@code numWords} or {@code
   * skipTop} becomes {@code oovChar}; if that is null, it is left out.
   *
   * @param review the text
   */
  public int[] encode(String review) {
    List<Integer> numbers = new ArrayList<>();
    if (options.startChar() != null) {
      numbers.add(options.startChar());
    }
    Integer oov = options.oovChar();
    for (String word : Texts.textToWordSequence(review.replaceAll("<br\\s*/?>", " "))) {
      Integer index = wordIndex.get(word);
      if (index != null) {
        numbers.add(index + options.indexFrom());
      } else if (oov != null) {
        numbers.add(oov);
      }
    }
    int[] all = numbers.stream().mapToInt(Integer::intValue).toArray();
    Integer limit = options.numWords();
    return WordSequences.known(
        all, limit == null || limit == 0 ? Integer.MAX_VALUE : limit, options);
  }

  /**
   * Converts numbers to words separated by spaces; padding (0) is left out.
   *
   * @param review the numbers
   */
  public String decode(int[] review) {
    List<String> text = new ArrayList<>();
    for (int number : review) {
      if (number != 0 || words.containsKey(0)) {
        text.add(words.getOrDefault(number, "[" + number + "]"));
      }
    }
    return String.join(" ", text);
  }
}
