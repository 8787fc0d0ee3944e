package dev.tenon.layers.adaptation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Splits texts into tokens in Java, as Keras' TextVectorization does with TensorFlow's operations.
 *
 * @param lower whether A to Z become lower case; other letters stay, as in Keras
 * @param punctuation the characters to remove; null for none
 * @param split {@code whitespace}, {@code character}, or null for one token
 * @param widths the numbers of tokens joined to n-grams, with blanks between; empty for none
 */
public record TextTokens(
    boolean lower, @Nullable Pattern punctuation, @Nullable String split, List<Long> widths) {
  /** TensorFlow's: no other character cuts words. */
  private static final Pattern SPACES = Pattern.compile("[ \t\n\u000b\f\r]+");

  /** Keeps a copy of the list. */
  public TextTokens {
    widths = List.copyOf(widths);
  }

  /** Returns the tokens of a text, without groups. */
  public List<String> cut(String text) {
    String standard = lower ? lower(text) : text;
    if (punctuation != null) {
      standard = punctuation.matcher(standard).replaceAll("");
    }
    if (split == null) {
      return List.of(standard);
    }
    if (split.equals("character")) {
      return standard.codePoints().mapToObj(Character::toString).toList();
    }
    return SPACES.splitAsStream(standard).filter(word -> !word.isEmpty()).toList();
  }

  /** Returns the n-grams of the tokens of a document, or the tokens themselves. */
  public List<String> groups(List<String> tokens) {
    if (widths.isEmpty()) {
      return tokens;
    }
    List<String> groups = new ArrayList<>();
    for (long width : widths) {
      for (int from = 0; from + width <= tokens.size(); from++) {
        groups.add(String.join(" ", tokens.subList(from, (int) (from + width))));
      }
    }
    return groups;
  }

  private static String lower(String text) {
    StringBuilder lower = new StringBuilder(text);
    for (int i = 0; i < lower.length(); i++) {
      char letter = lower.charAt(i);
      if (letter >= 'A' && letter <= 'Z') {
        lower.setCharAt(i, (char) (letter + ('a' - 'A')));
      }
    }
    return lower.toString();
  }
}
