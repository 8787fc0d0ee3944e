package dev.tenon.error;

import org.jspecify.annotations.Nullable;

/**
 * Says that a file is wrong: truncated, damaged, contradictory, or not a model at all.
 *
 * <p>The message says where, what, what was expected, what was found, and what to do.
 */
public final class MalformedModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with its full sentence. */
  public MalformedModelException(String message) {
    super(message);
  }

  /** Creates the exception with its full sentence and the failure underneath. */
  public MalformedModelException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
