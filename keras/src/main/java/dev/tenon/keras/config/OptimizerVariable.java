package dev.tenon.keras.config;

import org.jspecify.annotations.Nullable;

/** What a variable of an optimizer is: its kind, its name and the weight that it stands beside. */
public interface OptimizerVariable {
  /** What a variable is. */
  enum Kind {
    /** What an optimizer that scales the loss has before the variables of the one inside it. */
    LOSS_SCALE,
    /** The number of steps done. */
    ITERATION,
    /** The learning rate, where no schedule says it. */
    LEARNING_RATE,
    /** The moving average of a weight. */
    AVERAGE,
    /** The sum of a weight's gradients since the last update. */
    ACCUMULATOR,
    /** What the rule keeps beside a weight. */
    SLOT,
    /** What Keras 3 makes beside a weight and does not use. */
    UNUSED,
    /** What the rule keeps for all weights. */
    SHARED
  }

  /** Returns what it is. */
  Kind kind();

  /** Returns the name of the slot or of the shared variable, Keras' name otherwise. */
  String name();

  /** Returns the weight that it stands beside; null for none. */
  @Nullable Object weight();

  /**
   * Returns which of several optimizers has it: the class in lower case, numbered where there are
   * more of it, as Keras' files have it; null where there is one optimizer, or for all.
   */
  default @Nullable String owner() {
    return null;
  }
}
