package dev.tenon.keras;

/** A generation of Keras: the classes and files of one are not those of the other. */
public enum KerasGeneration {
  /** Keras 1 and 2, tf.keras and tf_keras. */
  TF_KERAS("tf_keras"),
  /** Keras 3. */
  KERAS_3("Keras 3");

  private final String title;

  KerasGeneration(String title) {
    this.title = title;
  }

  /** Returns the name as sentences have it, such as {@code Keras 3}. */
  public String title() {
    return title;
  }
}
