package dev.tenon.tokenizers.error;

import org.jspecify.annotations.Nullable;

/**
 * A tokenizer file is damaged: truncated, contradictory, or not a tokenizer.
 *
 * <p>The message names the file, the place in it, the expected and the received value.
 */
public final class MalformedTokenizerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with a complete message. */
  public MalformedTokenizerException(String message) {
    super(message);
  }

  /** Creates the exception with a complete message and a cause. */
  public MalformedTokenizerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
