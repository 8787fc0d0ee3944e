package dev.tenon.inspect;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call of a layer, or a node of an ONNX file.
 *
 * @param path the call path of a layer, such as {@code encoder@2/dense_1}, or the name of a node. A
 *     node without a name has that of its first output
 * @param kind Keras' class or ONNX' operator
 * @param config the configuration, in Keras' or ONNX' keys
 * @param inputs the names of the values that it reads, without weights
 * @param outputs the names of the values that it computes
 * @param weights the paths of its weights, as in {@code Model.weights()}
 * @param trainable whether training updates the weights; true for an ONNX node
 */
public record Step(
    String path,
    String kind,
    Map<String, @Nullable Object> config,
    List<String> inputs,
    List<String> outputs,
    List<String> weights,
    boolean trainable) {
  public Step {
    config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    weights = List.copyOf(weights);
  }

  /**
   * Returns the name of the only input: Keras' {@code layer.input}.
   *
   * @throws IllegalStateException if there is no input or several ones
   */
  public String input() {
    return only(inputs, "inputs");
  }

  /**
   * Returns the name of the only output: Keras' {@code layer.output}.
   *
   * @throws IllegalStateException if there is no output or several ones
   */
  public String output() {
    return only(outputs, "outputs");
  }

  private String only(List<String> names, String what) {
    if (names.size() != 1) {
      throw new IllegalStateException(
          "step '" + path + "' (" + kind + ") has " + names.size() + " " + what + ": " + names);
    }
    return names.get(0);
  }
}
