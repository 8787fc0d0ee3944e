package dev.tenon.error;

import org.jspecify.annotations.Nullable;

/**
 * An unexpected exception inside Tenon, which is a fault of Tenon.
 *
 * <p>The model's file may be correct. The cause is the unexpected exception.
 */
public final class InternalErrorException extends ModelException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param where the file, and the place in it
   * @param cause the unexpected exception
   */
  public InternalErrorException(String where, Throwable cause) {
    this(where, "an internal error of Tenon (" + cause + "): please report it", "", cause);
  }

  private InternalErrorException(
      String where, String what, String origin, @Nullable Throwable cause) {
    super(where, what, origin, cause);
  }

  @Override
  InternalErrorException at(String place, String node) {
    return new InternalErrorException(place, what(), node, getCause());
  }
}
