package dev.tenon.layers.recurrent;

import dev.tenon.ir.graph.KerasObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The initializer of an LSTM's bias that starts the forget gate, the second block, at one. */
final class UnitForgetBias {
  private UnitForgetBias() {}

  /** Returns the initializer of the whole bias. */
  static @Nullable KerasObject of(boolean unitForgetBias, @Nullable KerasObject initializer) {
    if (!unitForgetBias) {
      return initializer;
    }
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("bias_initializer", initializer);
    return new KerasObject("UnitForgetBias", config);
  }
}
