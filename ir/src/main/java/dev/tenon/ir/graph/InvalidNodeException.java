package dev.tenon.ir.graph;

import dev.tenon.internal.text.PlainText;

/**
 * An argument that does not fit a layer or an operator.
 *
 * <p>It is an {@link IllegalArgumentException}, because the mistake may be in a program as well as
 * in a file. Importers report it as a damaged file.
 */
public final class InvalidNodeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient Origin origin;

  /**
   * Creates the exception.
   *
   * @param origin the layer call or node
   * @param where its name in the message
   * @param cause the mistake
   */
  public InvalidNodeException(Origin origin, String where, RuntimeException cause) {
    this(origin, where, String.valueOf(cause.getMessage()), cause);
  }

  /** Creates the exception with its own message. */
  public InvalidNodeException(Origin origin, String where, String what, RuntimeException cause) {
    super(PlainText.of(where + ": " + what), cause);
    this.origin = origin;
  }

  /** Returns the layer call or node. */
  public Origin origin() {
    return origin == null ? Origin.NONE : origin;
  }
}
