package dev.tenon.callbacks;

/** Counts batches over epochs and says when it is time to save, as Keras does. */
final class SaveSchedule {
  /** Stands for "at the end of each epoch". */
  static final int EPOCH = 0;

  private final int every;
  private int since;

  /**
   * Makes a schedule.
   *
   * @param every how many batches lie between two saves, or {@link #EPOCH}
   */
  SaveSchedule(int every) {
    if (every < EPOCH) {
      throw new IllegalArgumentException(
          "saveFreq must be a positive number of batches, received " + every);
    }
    this.every = every;
  }

  /**
   * Returns how many batches Keras' text stands for.
   *
   * @throws IllegalArgumentException for a text that is not {@code epoch}
   */
  static int of(String argument, String text) {
    if (!text.equals("epoch")) {
      throw new IllegalArgumentException(
          argument + " must be a number of batches or 'epoch', received '" + text + "'");
    }
    return EPOCH;
  }

  /**
   * Returns a number of batches.
   *
   * @throws IllegalArgumentException where it is not positive
   */
  static int of(int batches) {
    if (batches < 1) {
      throw new IllegalArgumentException(
          "saveFreq must be a positive number of batches, received " + batches);
    }
    return batches;
  }

  boolean atEpochs() {
    return every == EPOCH;
  }

  /** Counts a batch and says whether the model is to be saved after it. */
  boolean afterBatch() {
    if (atEpochs()) {
      return false;
    }
    since++;
    if (since < every) {
      return false;
    }
    since = 0;
    return true;
  }
}
