package dev.tenon.callbacks;

import dev.tenon.internal.options.Setters;

/**
 * Keras' arguments of ReduceLROnPlateau.
 *
 * @param monitor which number of the logs is watched; {@code val_loss}
 * @param factor what the learning rate is multiplied by, less than 1; 0.1
 * @param patience how many epochs without a better value are waited for
 * @param verbose 1 to print what is done; 0
 * @param mode {@code min}, {@code max}, or {@code auto}: which values are better
 * @param minDelta by how much a value must be better to count
 * @param cooldown how many epochs after a change are not counted; 0
 * @param minLr the least learning rate; 0
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
