package dev.tenon.ir.layer;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The initializer of a weight that starts with a given value, which no file holds. */
public final class StartValue {
  static final String CLASS = "StartValue";
  static final String KEY = "value";

  private StartValue() {}

  /** Returns the value that an initializer gives; null for any other initializer. */
  public static @Nullable Tensor of(KerasObject initializer) {
    return initializer.className().equals(CLASS)
            && initializer.config().get(KEY) instanceof Tensor value
        ? value
        : null;
  }
}
