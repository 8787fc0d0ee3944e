package dev.tenon.inspect;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of a layer, or one node of an ONNX file.
 *
 * @param path the call path of a layer, such as {@code encoder@2/dense_1}, or the node's name; a
 *     node without a name has that of its first output
 * @param kind Keras' class or ONNX's operator
 * @param config what it is configured with, under Keras' or ONNX's keys
 * @param inputs the names of the values that it reads, weights left out
 * @param outputs the names of the values that it gives
 * @param weights the paths of its weights, as {@code Model.weights()} has them
 * @param trainable whether training may change the weights; true for an ONNX node
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
   * Returns the name of the only value that goes in: Keras' {@code layer.input}.
   *
   * @throws IllegalStateException where there is none, or more than one
   */
  public String input() {
    return only(inputs, "inputs");
  }

  /**
   * Returns the name of the only value that comes out: Keras' {@code layer.output}.
   *
   * @throws IllegalStateException where there is more than one
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
