package dev.tenon.error;

import org.jspecify.annotations.Nullable;

/**
 * Says that a file is wrong: truncated, damaged, contradictory, or not a model at all.
 *
 * <p>The message says where, what, what was expected, what was found, and what to do.
 */
public final class MalformedModelException extends ModelException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with its full sentence. */
  public MalformedModelException(String message) {
    this("", message, "", null);
  }

  /** Creates the exception with its full sentence and the failure underneath. */
  public MalformedModelException(String message, @Nullable Throwable cause) {
    this("", message, "", cause);
  }

  /**
   * Creates the exception for a place in a file.
   *
   * @param where the file, and the place in it
   * @param what what is wrong there
   */
  public MalformedModelException(String where, String what) {
    this(where, what, "", null);
  }

  /** Creates the exception for a place in a file, with the failure underneath. */
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
