package dev.tenon.zoo.huggingface;

import java.util.List;

/** An architecture of transformers. */
interface Transformer {
  /** Returns the values of {@code model_type}. */
  List<String> modelTypes();

  /** Returns the start of the class names, such as {@code Bert}. */
  String classPrefix(String modelType);

  /** Returns the name of the encoder in models with a head, such as {@code bert}. */
  String basePrefix(String modelType);

  /** Returns the heads that it has. */
  List<TransformerHead> heads();

  /**
   * Builds a network.
   *
   * @param config the configuration
   * @param head what stands on the encoder
   * @param network gets the layers, the inputs and the outputs
   */
  void build(FolderConfig config, TransformerHead head, NetworkBuilder network);
}
