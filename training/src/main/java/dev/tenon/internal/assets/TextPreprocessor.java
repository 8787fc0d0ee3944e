package dev.tenon.internal.assets;

import dev.tenon.model.TensorSpec;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** Makes the inputs of a network of texts. */
public interface TextPreprocessor {
  /**
   * Returns a tensor for each input, (texts, tokens), padded to the longest text.
   *
   * @param specs the inputs of the network
   * @param texts the texts, a sample each
   * @throws dev.tenon.error.UnsupportedModelException if the network has another kind of input
   */
  Map<String, Tensor> inputs(List<TensorSpec> specs, List<String> texts);
}
