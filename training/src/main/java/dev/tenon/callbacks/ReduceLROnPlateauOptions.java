package dev.tenon.callbacks;

import dev.tenon.internal.options.Setters;

/**
 * The arguments of Keras' ReduceLROnPlateau.
 *
 * @param monitor the name of the watched value in the logs; {@code val_loss} by default
 * @param factor the factor of the learning rate, less than 1; 0.1 by default
 * @param patience the number of epochs without improvement after which the rate is reduced; 10 by
 *     default
 * @param verbose 1 to print messages; 0 by default
 * @param mode the better direction: {@code min}, {@code max} or {@code auto} (the default), which
 *     derives it from the metric
 * @param minDelta the smallest improvement that counts; the sign is ignored; 0.0001 by default
 * @param cooldown the number of epochs after a reduction that do not count; 0 by default
 * @param minLr the smallest learning rate; 0 by default
 */
@Setters(owner = ReduceLROnPlateau.class)
record ReduceLROnPlateauOptions(
    String monitor,
    double factor,
    int patience,
    int verbose,
    Monitor.Mode mode,
    double minDelta,
    int cooldown,
    double minLr) {
  static final ReduceLROnPlateauOptions DEFAULTS =
      new ReduceLROnPlateauOptions("val_loss", 0.1, 10, 0, Monitor.Mode.AUTO, 1e-4, 0, 0);

  ReduceLROnPlateauOptions {
    if (!(factor < 1)) {
      throw new IllegalArgumentException(
          "ReduceLROnPlateau does not support a factor >= 1.0. Received factor=" + factor);
    }
  }
}
