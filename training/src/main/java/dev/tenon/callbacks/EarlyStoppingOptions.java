package dev.tenon.callbacks;

import dev.tenon.internal.options.Setters;
import org.jspecify.annotations.Nullable;

/**
 * Keras' arguments of EarlyStopping.
 *
 * @param monitor which number of the logs is watched; {@code val_loss}
 * @param minDelta by how much a value must be better to count
 * @param patience how many epochs without a better value are waited for
 * @param verbose 1 to print what is done; 0
 * @param mode {@code min}, {@code max}, or {@code auto}: which values are better
 * @param baseline a value that must be reached; null for none
 * @param restoreBestWeights whether the weights of the best epoch are put back at the end; false
 * @param startFromEpoch the first epoch that is watched; 0
 */
@Setters(owner = EarlyStopping.class)
record EarlyStoppingOptions(
    String monitor,
    double minDelta,
    int patience,
    int verbose,
    Monitor.Mode mode,
    @Nullable Double baseline,
    boolean restoreBestWeights,
    int startFromEpoch) {
  static final EarlyStoppingOptions DEFAULTS =
      new EarlyStoppingOptions("val_loss", 0, 0, 0, Monitor.Mode.AUTO, null, false, 0);
}
