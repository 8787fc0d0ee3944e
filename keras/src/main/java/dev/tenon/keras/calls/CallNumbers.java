package dev.tenon.keras.calls;

import dev.tenon.keras.config.LayerConfig;

/**
 * How Keras numbers the calls of a layer: from 0, but for models.
 *
 * <p>Before Keras 3, call 0 of a nested model is its own construction, where it is made from an
 * input of its own. Keras 3 counts from 0, but from 1 for a Functional in the lists of a model's
 * inputs and outputs.
 */
final class CallNumbers {
  private CallNumbers() {}

  /** Returns the number of a layer's first call in the arguments of other calls. */
  static int first(String className, boolean older) {
    return older && LayerConfig.isModel(className) ? 1 : 0;
  }

  /** Returns the number of a layer's first call in the lists of a model's inputs and outputs. */
  static int firstOfEnd(String className, boolean older) {
    return older ? first(className, true) : className.equals("Functional") ? 1 : 0;
  }
}
