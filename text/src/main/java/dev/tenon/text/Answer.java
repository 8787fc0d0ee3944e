package dev.tenon.text;

/**
 * An answer that a context gives to a question.
 *
 * @param text the part of the context; empty where the context has no answer
 * @param score the probability, from 0 to 1; equal parts of a context count together
 * @param start the place of its first character in the context, an index of the Java string
 * @param end the place behind its last character
 */
public record Answer(String text, double score, int start, int end) {
  /**
   * Returns the first place of a text in a context, with score 1: an example to learn from.
   *
   * @throws IllegalArgumentException if the context does not have the text
   */
  public static Answer in(String context, String text) {
    int start = context.indexOf(text);
    if (start < 0) {
      throw new IllegalArgumentException(
          "Answer.in: expected a part of the context, received '" + text + "'");
    }
    return new Answer(text, 1, start, start + text.length());
  }

  /**
   * Returns a text at a place of a context, with score 1: an example to learn from.
   *
   * @param start the place of its first character, an index of the Java string
   * @throws IllegalArgumentException if the context does not have the text there
   */
  public static Answer at(String context, String text, int start) {
    if (!context.startsWith(text, start)) {
      throw new IllegalArgumentException(
          "Answer.at: expected '" + text + "' at place " + start + " of the context");
    }
    return new Answer(text, 1, start, start + text.length());
  }

  Answer plus(double more) {
    return new Answer(text, score + more, start, end);
  }
}
