package dev.tenon.tokenizers.internal.model;

/** Tokens such as {@code <0x0A>} that stand for a byte. */
public final class ByteTokens {
  private ByteTokens() {}

  /** Returns the token of a byte from 0 to 255. */
  public static String name(int value) {
    return "<0x" + digit(value >> 4) + digit(value & 15) + ">";
  }

  private static char digit(int value) {
    return (char) (value < 10 ? '0' + value : 'A' + value - 10);
  }
}
