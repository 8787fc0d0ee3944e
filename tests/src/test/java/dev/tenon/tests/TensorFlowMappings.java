package dev.tenon.tests;

import dev.tenon.runtime.tensorflow.graph.NativeLibrary;
import dev.tenon.runtime.tensorflow.ops.Mappings;
import org.jspecify.annotations.Nullable;

/** Lets the coverage test look into the engine's registry, which is no one else's business. */
final class TensorFlowMappings {
  private TensorFlowMappings() {}

  /** Says whether the engine has a mapping of an operator. */
  static boolean has(Class<?> operator) {
    NativeLibrary.load();
    return Mappings.TABLE.operators().contains(operator);
  }

  /** Returns why an operator has no mapping, or null. */
  static @Nullable String reason(Class<?> operator) {
    NativeLibrary.load();
    return Mappings.TABLE.reason(operator);
  }
}
