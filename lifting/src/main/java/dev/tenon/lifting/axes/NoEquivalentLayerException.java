package dev.tenon.lifting.axes;

/** Says why no layer of Keras means the same as a node. */
public final class NoEquivalentLayerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean follows;

  public NoEquivalentLayerException(String reason) {
    this(reason, false);
  }

  private NoEquivalentLayerException(String reason, boolean follows) {
    super(reason, null, false, false);
    this.follows = follows;
  }

  /** Returns what happens to a node because another one has no layer. */
  public static NoEquivalentLayerException following(String value) {
    return new NoEquivalentLayerException("reads '" + value + "', which no layer gives", true);
  }

  /** Says whether another node is the reason. */
  public boolean follows() {
    return follows;
  }

  public String reason() {
    return String.valueOf(getMessage());
  }
}
