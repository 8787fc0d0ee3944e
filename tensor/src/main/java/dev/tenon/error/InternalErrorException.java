package dev.tenon.error;

import org.jspecify.annotations.Nullable;

/**
 * Says that Tenon itself has a fault: an exception that none of its checks foresaw.
 *
 * <p>The model's file may be fine. The cause is the exception that was not foreseen.
 */
public final class InternalErrorException extends ModelException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param where the file, and the place in it, that Tenon was at work on
   * @param cause what was not foreseen
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
