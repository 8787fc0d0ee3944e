package dev.tenon.keras.family;

import java.util.Set;

/**
 * What the generations of Keras say otherwise in the configurations of like layers, in both
 * directions. A class without such a difference is in no family.
 */
interface KerasFamily {
  /** Returns the classes, under the names of Keras 3. */
  Set<String> classes();

  /**
   * Brings a configuration from Keras 1 to Keras 2. Keys that any class has are renamed already.
   */
  default void fromKeras1(OlderLayer layer) {}

  /** Brings a configuration from Keras 2 or tf_keras to Keras 3. */
  default void fromKeras2(OlderLayer layer) {}

  /** Brings a configuration that any generation may have written to Keras 3. */
  default void fromAny(OlderLayer layer) {}

  /** Brings a configuration from Keras 3 to what its readers accept, or refuses it. */
  default void toReaders(WrittenLayer layer) {}
}
