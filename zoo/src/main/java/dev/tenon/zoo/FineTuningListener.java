package dev.tenon.zoo;

import dev.tenon.Model;

/** Is told how a fine-tuning goes on, besides what {@code fit} prints. */
public interface FineTuningListener {
  /** One that does nothing. */
  FineTuningListener NONE = new FineTuningListener() {};

  /** Is called when a part of the training begins, with a sentence that says what it does. */
  default void onPhase(String what) {}

  /**
   * Is called while the features of images are computed.
   *
   * @param done how many images are done, those of the validation last
   */
  default void onFeatures(int done) {}

  /**
   * Is called after each epoch and its validation.
   *
   * @param model the whole model, with the weights of now; may be saved
   * @param epoch the number of the epoch, from 0; those of both parts are counted together
   */
  default void onEpochEnd(Model model, int epoch) {}

  /** Says whether the training is to end; asked after each batch, those of validations included. */
  default boolean isStopped() {
    return false;
  }

  /**
   * Is called once {@link #isStopped} has ended the training.
   *
   * @param model the whole model, with the weights of the last finished step; may be saved
   */
  default void onStop(Model model) {}
}
