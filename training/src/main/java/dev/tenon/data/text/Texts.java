package dev.tenon.data.text;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Cuts texts into words as Keras' {@code text_to_word_sequence} does. */
public final class Texts {
  /** The characters that Keras takes as spaces. */
  public static final String FILTERS = "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n";

  private Texts() {}

  /** Returns the words in lower case, without the usual punctuation. */
  public static List<String> textToWordSequence(String text) {
    return textToWordSequence(text, FILTERS, true, " ");
  }

  /**
   * Returns the words of a text.
   *
   * @param filters characters, each of which is replaced by {@code split}
   * @param lower whether to make the text lower case
   * @param split what stands between words
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
