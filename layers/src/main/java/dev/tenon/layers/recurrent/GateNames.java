package dev.tenon.layers.recurrent;

import dev.tenon.ir.graph.KerasObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The activations that ONNX's recurrent operators know without attributes. */
final class GateNames {
  private static final Map<String, String> ONNX =
      Map.of(
          "sigmoid", "Sigmoid",
          "tanh", "Tanh",
          "relu", "Relu",
          "softsign", "Softsign",
          "softplus", "Softplus");

  private GateNames() {}

  /** Returns ONNX's names of activations, or null if ONNX lacks one. */
  static @Nullable List<String> of(@Nullable KerasObject... activations) {
    List<String> names = new ArrayList<>();
    for (KerasObject activation : activations) {
      String name =
          activation == null || !activation.config().isEmpty()
              ? null
              : ONNX.get(activation.className());
      if (name == null) {
        return null;
      }
      names.add(name);
    }
    return names;
  }
}
