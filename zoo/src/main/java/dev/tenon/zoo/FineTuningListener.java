package dev.tenon.zoo;

/** Is told how a fine-tuning goes on, besides what {@code fit} prints. */
public interface FineTuningListener {
  /** One that does nothing. */
  FineTuningListener NONE = new FineTuningListener() {};

  /** Is called when a part of the training begins, with a sentence that says what it does. */
  default void onPhase(String what) {}

  /**
   * Is called while the features of pictures are computed.
   *
   * @param done how many pictures are done, those of the validation last
   */
  default void onFeatures(int done) {}
}
