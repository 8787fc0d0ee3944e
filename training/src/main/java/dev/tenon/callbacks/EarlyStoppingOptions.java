package dev.tenon.callbacks;

import dev.tenon.internal.options.Setters;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of Keras' EarlyStopping.
 *
 * @param monitor the name of the watched value in the logs; {@code val_loss} by default
 * @param minDelta the smallest improvement that counts; the sign is ignored; 0 by default
 * @param patience the number of epochs without improvement after which training stops; 0 by default
 * @param verbose 1 to print messages; 0 by default
 * @param mode the better direction: {@code min}, {@code max} or {@code auto} (the default), which
 *     derives it from the metric
 * @param baseline a value that must be improved on for the patience to start anew; null for none,
 *     the default
 * @param restoreBestWeights whether training ends with the weights of the best epoch; false by
 *     default
 * @param startFromEpoch the first watched epoch, from 0; 0 by default
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
