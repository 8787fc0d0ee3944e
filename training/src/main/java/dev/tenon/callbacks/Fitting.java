package dev.tenon.callbacks;

import dev.tenon.Model;
import java.util.OptionalLong;

/** A training under way, as callbacks see it. */
public interface Fitting {
  /** Returns the model; its weights are the present ones. */
  Model model();

  /** Returns how many epochs are to be done in all. */
  int epochs();

  /** Returns how many batches an epoch has, where that is known. */
  OptionalLong steps();

  /** Returns how much is to be printed: 0 nothing, 1 a progress bar, 2 a line an epoch. */
  int verbose();

  /** Ends the training after this batch. */
  void stopTraining();

  /** Says whether the training is to end. */
  boolean stopped();

  /** Returns the learning rate of the next step. */
  double learningRate();

  /**
   * Sets the learning rate.
   *
   * @throws IllegalStateException where the optimizer follows a schedule
   */
  void setLearningRate(double rate);

  /** Returns how many steps the optimizer has done. */
  long iterations();
}
