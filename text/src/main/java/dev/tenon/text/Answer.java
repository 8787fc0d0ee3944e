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
  Answer plus(double more) {
    return new Answer(text, score + more, start, end);
  }
}
