package dev.tenon.verify;

/**
 * A check that makes its own inputs found none that the model can take: the check failed, and says
 * nothing of the model.
 */
public final class NoSampleInputException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /** Creates an exception with the sentence for the user, and the failure of the last attempt. */
  public NoSampleInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
