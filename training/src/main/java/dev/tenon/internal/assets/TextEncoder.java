package dev.tenon.internal.assets;

import dev.tenon.model.TensorSpec;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** Makes the inputs of a network of texts. */
public interface TextEncoder {
  /**
   * Returns a tensor for each input, (texts, tokens), padded to the longest text.
   *
   * @throws dev.tenon.error.UnsupportedModelException if the network has another kind of input
   */
  Map<String, Tensor> encode(List<TensorSpec> inputs, List<String> texts);
}
