package dev.tenon.error;

import org.jspecify.annotations.Nullable;

/**
 * A file is damaged: truncated, contradictory, or not a model.
 *
 * <p>The message names the place, the fault, the expected and the received value, and a remedy.
 */
public final class MalformedModelException extends ModelException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with a complete message. */
  public MalformedModelException(String message) {
    this("", message, "", null);
  }

  /** Creates the exception with a complete message and a cause. */
  public MalformedModelException(String message, @Nullable Throwable cause) {
    this("", message, "", cause);
  }

  /**
   * Creates the exception for a place in a file.
   *
   * @param where the file, and the place in it
   * @param what the fault
   */
  public MalformedModelException(String where, String what) {
    this(where, what, "", null);
  }

  /** Creates the exception for a place in a file, with a cause. */
  public MalformedModelException(String where, String what, @Nullable Throwable cause) {
    this(where, what, "", cause);
  }

  private MalformedModelException(
      String where, String what, String origin, @Nullable Throwable cause) {
    super(where, what, origin, cause);
  }

  @Override
  MalformedModelException at(String place, String node) {
    return new MalformedModelException(place, what(), node, getCause());
  }
}
