package dev.tenon.formats.safetensors;

import dev.tenon.tensor.Tensor;
import java.util.Map;

/** Tensors by name, of one file or of several. */
public interface NamedTensors {
  /** Returns the description of each tensor by name. */
  Map<String, SafetensorsEntry> entries();

  /** Returns the name of the file that has a tensor, for messages. */
  String file(String name);

  /**
   * Reads a tensor.
   *
   * @throws dev.tenon.error.MalformedModelException if there is none of this name
   */
  Tensor tensor(String name);

  /** Returns whether there is a tensor of this name. */
  default boolean has(String name) {
    return entries().containsKey(name);
  }
}
