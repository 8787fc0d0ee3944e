package dev.tenon.zoo;

import dev.tenon.Model;

/** A listener for the progress of a fine-tuning. */
public interface FineTuningListener {
  /** A listener without actions. */
  FineTuningListener NONE = new FineTuningListener() {};

  /**
   * Runs when a part of the training starts.
   *
   * @param what a sentence that describes the part
   */
  default void onPhase(String what) {}

  /**
   * Runs while the features of images are computed.
   *
   * @param done the number of processed images; those of the validation come last
   */
  default void onFeatures(int done) {}

  /**
   * Runs after each epoch and its validation.
   *
   * @param model the whole model with its current weights, which can be saved
   * @param epoch the number of the epoch, from 0, over both parts
   */
  default void onEpochEnd(Model model, int epoch) {}

  /**
   * Returns whether training should stop; called after each batch, including those of validations.
   */
  default boolean isStopped() {
    return false;
  }

  /**
   * Runs after {@link #isStopped} has stopped the training.
   *
   * @param model the whole model with the weights of the last complete step, which can be saved
   */
  default void onStop(Model model) {}
}
