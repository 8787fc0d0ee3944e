package dev.tenon.keras;

/** The generation of Keras that wrote a file, which decides how its words are understood. */
public enum KerasDialect {
  /** Keras 1.x on Theano or TensorFlow. */
  KERAS_1,
  /** The stand-alone Keras 2.0 to 2.3. */
  KERAS_2,
  /** The Keras inside TensorFlow 1.x and 2.x, and its continuation tf_keras. */
  TF_KERAS,
  /** Keras 3. */
  KERAS_3;

  /** Says whether this is older than another. */
  public boolean before(KerasDialect other) {
    return compareTo(other) < 0;
  }

  /** Returns the generation of Keras whose files these are. */
  public KerasGeneration generation() {
    return this == KERAS_3 ? KerasGeneration.KERAS_3 : KerasGeneration.TF_KERAS;
  }

  /**
   * Returns the dialect of a recorded version.
   *
   * @param version such as {@code 2.2.4-tf}
   */
  public static KerasDialect of(String version) {
    if (version.startsWith("0.") || version.startsWith("1.")) {
      return KERAS_1;
    }
    if (version.startsWith("2.")) {
      return version.contains("tf") || minor(version) >= 4 ? TF_KERAS : KERAS_2;
    }
    return KERAS_3;
  }

  private static int minor(String version) {
    String[] parts = version.split("[.\\-]", -1);
    try {
      return Integer.parseInt(parts[1]);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
