package dev.tenon.keras.calls;

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
    return older && (isFunctional(className) || className.equals("Sequential")) ? 1 : 0;
  }

  /** Returns the number of a layer's first call in the lists of a model's inputs and outputs. */
  static int firstOfEnd(String className, boolean older) {
    return older ? first(className, true) : isFunctional(className) ? 1 : 0;
  }

  private static boolean isFunctional(String className) {
    return className.equals("Functional");
  }
}
