package dev.tenon.error;

/**
 * Says that a file was written, cut short or replaced while a model was read from it.
 *
 * <p>Nothing of the file is used then: what was read before and after the change does not belong
 * together. Load the model again once the file is complete. To replace a file that may be in use,
 * write the new one beside it and rename it.
 */
public final class FileChangedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with its full sentence. */
  public FileChangedException(String message) {
    super(message);
  }
}
