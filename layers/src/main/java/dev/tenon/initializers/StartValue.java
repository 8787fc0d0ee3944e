package dev.tenon.initializers;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.tensor.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The initializer of a weight that starts with a given tensor; no file stores it. */
public final class StartValue {
  private static final String CLASS = "StartValue";
  private static final String KEY = "value";

  private StartValue() {}

  /** Returns the initializer of a weight that starts with a value. */
  public static KerasObject object(Tensor value) {
    return new KerasObject(CLASS, Map.of(KEY, value));
  }

  /** Returns the value of such an initializer; null for any other initializer. */
  public static @Nullable Tensor of(KerasObject initializer) {
    return initializer.className().equals(CLASS)
            && initializer.config().get(KEY) instanceof Tensor value
        ? value
        : null;
  }
}
