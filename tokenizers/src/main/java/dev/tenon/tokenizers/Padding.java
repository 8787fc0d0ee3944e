package dev.tenon.tokenizers;

import java.util.List;

/**
 * How encodings are filled up: the arguments of Hugging Face's {@code enable_padding}.
 *
 * <p>{@code Padding.of().padToken("<pad>").padId(1)} fills each batch up to its longest encoding.
 *
 * @param direction the side of the padding: {@code "right"} (default) or {@code "left"}
 * @param padId the number of the token; default 0
 * @param padTypeId its type; default 0
 * @param padToken its text; default {@code "[PAD]"}
 * @param length the wanted number of tokens, or {@link #LONGEST} (default)
 * @param padToMultipleOf what the length is rounded up to a multiple of; default 0, not at all
 */
public record Padding(
    String direction, int padId, int padTypeId, String padToken, int length, int padToMultipleOf) {
  /** The length of a batch's longest encoding. */
  public static final int LONGEST = -1;

  /** The greatest length. */
  static final int MOST = 1 << 20;

  /** Checks the arguments. */
  public Padding {
    TokenizerArguments.oneOf("direction", direction, List.of("right", "left"));
    TokenizerArguments.notNegative("padId", padId);
    TokenizerArguments.notNegative("padTypeId", padTypeId);
    TokenizerArguments.notNegative("padToMultipleOf", padToMultipleOf);
    if (length < LONGEST || length > MOST || padToMultipleOf > MOST) {
      throw new IllegalArgumentException(
          "length: Expected: at most %d. Received: %d"
              .formatted(MOST, Math.max(length, padToMultipleOf)));
    }
  }

  /** Returns a padding with the library's defaults. */
  public static Padding of() {
    return new Padding("right", 0, 0, "[PAD]", LONGEST, 0);
  }

  /** Sets the side of the padding. */
  public Padding direction(String side) {
    return new Padding(side, padId, padTypeId, padToken, length, padToMultipleOf);
  }

  /** Sets the number of the token. */
  public Padding padId(int id) {
    return new Padding(direction, id, padTypeId, padToken, length, padToMultipleOf);
  }

  /** Sets the type of the token. */
  public Padding padTypeId(int typeId) {
    return new Padding(direction, padId, typeId, padToken, length, padToMultipleOf);
  }

  /** Sets the text of the token. */
  public Padding padToken(String token) {
    return new Padding(direction, padId, padTypeId, token, length, padToMultipleOf);
  }

  /** Sets the wanted number of tokens, or {@link #LONGEST}. */
  public Padding length(int tokens) {
    return new Padding(direction, padId, padTypeId, padToken, tokens, padToMultipleOf);
  }

  /** Sets what the length is rounded up to a multiple of. */
  public Padding padToMultipleOf(int tokens) {
    return new Padding(direction, padId, padTypeId, padToken, length, tokens);
  }
}
