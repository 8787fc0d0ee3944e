package dev.tenon.verify;

/**
 * The failure of a check to generate inputs that a model accepts; it does not mean that the model
 * is wrong.
 */
public final class NoSampleInputException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /**
   * Creates an exception.
   *
   * @param message the sentence for the user
   * @param cause the failure of the last attempt
   */
  public NoSampleInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
