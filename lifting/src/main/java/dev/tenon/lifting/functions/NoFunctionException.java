package dev.tenon.lifting.functions;

/** Says why no function of {@code keras.ops} means the same as a node. */
public final class NoFunctionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with the reason, the rest of a sentence about the node. */
  public NoFunctionException(String reason) {
    super(reason, null, false, false);
  }
}
