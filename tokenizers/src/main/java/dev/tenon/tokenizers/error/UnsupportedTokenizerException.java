package dev.tenon.tokenizers.error;

/**
 * A tokenizer file is valid and asks for something that this library does not do.
 *
 * <p>The message names the file, the place in it, and what is supported.
 */
public final class UnsupportedTokenizerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with a complete message. */
  public UnsupportedTokenizerException(String message) {
    super(message);
  }
}
