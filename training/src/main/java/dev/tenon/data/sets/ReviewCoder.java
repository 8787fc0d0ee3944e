package dev.tenon.data.sets;

import dev.tenon.data.text.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes IMDB's numbers of a typed review, and words of numbers. */
public final class ReviewCoder {
  private final Map<String, Integer> wordIndex;
  private final Map<Integer, String> words = new HashMap<>();
  private final ImdbOptions options;

  /**
   * Keeps a word index.
   *
   * @param wordIndex as {@link Imdb#wordIndex()} gives it
   * @param options those that the reviews were loaded with
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
   * Returns the numbers of a review: {@code startChar}, then a number for each word.
   *
   * <p>Case and punctuation are dropped as Keras' {@code text_to_word_sequence} does, HTML line
   * breaks too. A word that is unknown, or cut off by {@code numWords} or {@code skipTop}, becomes
   * {@code oovChar}, or nothing where that is null.
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

  /** Returns the words of a review, with spaces between; padding (0) is left out. */
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
