package dev.tenon.lifting.axes;

/** Says why no layer of Keras means the same as a node. */
public final class NoLayer extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean follows;

  public NoLayer(String reason) {
    this(reason, false);
  }

  private NoLayer(String reason, boolean follows) {
    super(reason, null, false, false);
    this.follows = follows;
  }

  /** Returns what happens to a node because another one has no layer. */
  public static NoLayer following(String value) {
    return new NoLayer("reads '" + value + "', which no layer gives", true);
  }

  /** Says whether another node is the reason. */
  public boolean follows() {
    return follows;
  }

  public String reason() {
    return String.valueOf(getMessage());
  }
}
