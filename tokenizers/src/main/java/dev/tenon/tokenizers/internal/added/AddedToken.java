package dev.tenon.tokenizers.internal.added;

import dev.tenon.tokenizers.internal.json.JsonNode;

/**
 * A token that is found in the text as it is.
 *
 * @param content its text
 * @param singleWord whether it must not be part of a longer word
 * @param stripLeft whether it takes the white space before it
 * @param stripRight whether it takes the white space behind it
 * @param normalized whether it is looked for in the normalized text
 * @param special whether decoding leaves it out
 */
public record AddedToken(
    String content,
    boolean singleWord,
    boolean stripLeft,
    boolean stripRight,
    boolean normalized,
    boolean special) {

  /** Reads a token of {@code added_tokens}. */
  public static AddedToken read(JsonNode node) {
    return new AddedToken(
        node.get("content").text(),
        node.get("single_word").flag(),
        node.get("lstrip").flag(),
        node.get("rstrip").flag(),
        node.get("normalized").flag(),
        node.get("special").flag());
  }
}
