package dev.tenon.text;

/**
 * A part of a text that has a class.
 *
 * @param label the class, without {@code B-} or {@code I-}
 * @param score the mean probability of its tokens
 * @param start the place of its first character in the text, an index of the Java string
 * @param end the place behind its last character
 * @param text the part itself
 */
public record TextSpan(String label, double score, int start, int end, String text) {}
