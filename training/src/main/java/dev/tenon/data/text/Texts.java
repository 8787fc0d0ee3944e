package dev.tenon.data.text;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Splits texts into words, as Keras' {@code text_to_word_sequence} does.
 *
 * @see <a
 *     href="https://www.tensorflow.org/api_docs/python/tf/keras/preprocessing/text/text_to_word_sequence">tf.keras:
 *     text_to_word_sequence</a>
 */
public final class Texts {
  /** The characters that Keras replaces by spaces: punctuation, tab and line feed. */
  public static final String FILTERS = "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n";

  private Texts() {}

  /**
   * Returns the words of a text in lower case, without the characters of {@link #FILTERS}.
   *
   * @param text the text
   */
  public static List<String> textToWordSequence(String text) {
    return textToWordSequence(text, FILTERS, true, " ");
  }

  /**
   * Returns the words of a text.
   *
   * @param text the text
   * @param filters characters, each of which is replaced by {@code split}
   * @param lower whether the text is converted to lower case
   * @param split the separator of words
   */
  public static List<String> textToWordSequence(
      String text, String filters, boolean lower, String split) {
    StringBuilder clean = new StringBuilder();
    (lower ? text.toLowerCase(Locale.ROOT) : text)
        .codePoints()
        .forEach(
            character -> {
              if (filters.indexOf(character) >= 0) {
                clean.append(split);
              } else {
                clean.appendCodePoint(character);
              }
            });
    return Arrays.stream(clean.toString().split(Pattern.quote(split), -1))
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
