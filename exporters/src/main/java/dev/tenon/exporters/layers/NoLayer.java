package dev.tenon.exporters.layers;

/** Says why no layer of Keras means the same as a node. */
final class NoLayer extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean follows;

  NoLayer(String reason) {
    this(reason, false);
  }

  private NoLayer(String reason, boolean follows) {
    super(reason, null, false, false);
    this.follows = follows;
  }

  /** Returns what happens to a node because another one has no layer. */
  static NoLayer following(String value) {
    return new NoLayer("reads '" + value + "', which no layer gives", true);
  }

  /** Says whether another node is the reason. */
  boolean follows() {
    return follows;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
