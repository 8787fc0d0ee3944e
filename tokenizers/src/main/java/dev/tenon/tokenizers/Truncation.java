package dev.tenon.tokenizers;

import java.util.List;

/**
 * How encodings are shortened: the arguments of Hugging Face's {@code enable_truncation}.
 *
 * <p>{@code Truncation.of(256).stride(16)} keeps 256 tokens, special tokens included; {@link
 * Encoding#overflowing()} holds the rest in parts that share 16 tokens with the one before.
 *
 * @param maxLength the most tokens of an encoding, special tokens included
 * @param stride how many tokens a part of what is cut off repeats; default 0
 * @param strategy which text of a pair is shortened: {@code "longest_first"} (default), {@code
 *     "only_first"} or {@code "only_second"}
 * @param direction the side that is cut off: {@code "right"} (default) or {@code "left"}
 */
public record Truncation(int maxLength, int stride, String strategy, String direction) {
  /** Checks the arguments. */
  public Truncation {
    TokenizerArguments.notNegative("maxLength", maxLength);
    TokenizerArguments.notNegative("stride", stride);
    TokenizerArguments.oneOf(
        "strategy", strategy, List.of("longest_first", "only_first", "only_second"));
    TokenizerArguments.oneOf("direction", direction, List.of("right", "left"));
  }

  /** Returns a truncation to a length, with the library's defaults. */
  public static Truncation of(int maxLength) {
    return new Truncation(maxLength, 0, "longest_first", "right");
  }

  /** Sets the most tokens of an encoding. */
  public Truncation maxLength(int tokens) {
    return new Truncation(tokens, stride, strategy, direction);
  }

  /** Sets how many tokens a part repeats of the one before. */
  public Truncation stride(int tokens) {
    return new Truncation(maxLength, tokens, strategy, direction);
  }

  /** Sets which text of a pair is shortened. */
  public Truncation strategy(String name) {
    return new Truncation(maxLength, stride, name, direction);
  }

  /** Sets the side that is cut off. */
  public Truncation direction(String side) {
    return new Truncation(maxLength, stride, strategy, side);
  }
}
