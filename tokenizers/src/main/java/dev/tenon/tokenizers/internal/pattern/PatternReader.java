package dev.tenon.tokenizers.internal.pattern;

import dev.tenon.tokenizers.internal.json.JsonNode;
import dev.tenon.tokenizers.internal.text.AlignedText;

/** Reads {@code {"String": …}} and {@code {"Regex": …}}. */
public final class PatternReader {
  private PatternReader() {}

  /** Reads a pattern. */
  public static TextPattern read(JsonNode node) {
    JsonNode literal = node.get("String");
    JsonNode regex = literal.isNull() ? node.get("Regex") : literal;
    if (regex.text().isEmpty()) {
      throw regex.unsupported("patterns that match at least one character");
    }
    if (regex == literal) {
      return new LiteralPattern(AlignedText.codePoints(literal.text()));
    }
    try {
      return RegexPattern.of(regex.text());
    } catch (IllegalArgumentException e) {
      throw regex.unsupported("regular expressions without " + e.getMessage());
    }
  }
}
