package dev.tenon.layers;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Ops;
import org.jspecify.annotations.Nullable;

/** Keras' activation functions, by name. */
public final class Activation {
  private Activation() {}

  /**
   * Applies an activation.
   *
   * @param activation Keras' name, with options where the file gives some; null is linear
   * @throws IllegalArgumentException for a name that is none
   * @see <a href="https://keras.io/api/layers/activations/">Keras: activations</a>
   */
  public static Value apply(Ops ops, @Nullable KerasObject activation, Value x) {
    String name = activation == null ? "linear" : activation.className();
    return switch (name) {
      case "linear" -> x;
      case "relu" -> ops.relu(x);
      case "sigmoid" -> ops.sigmoid(x);
      case "tanh" -> ops.tanh(x);
      case "softmax" -> ops.softmax(x, -1);
      default -> throw new IllegalArgumentException("'" + name + "' is no activation of Keras");
    };
  }
}
