package dev.tenon.zoo.huggingface;

import dev.tenon.layers.base.KerasTensor;

/** A block of a transformer for text and the heads that several architectures share. */
final class TextEncoder {
  private final NetworkBuilder network;
  private final double epsilon;
  private final double dropout;
  private final String activation;

  /**
   * Describes the blocks.
   *
   * @param epsilon that of the normalizations
   * @param dropout the fraction that training sets to 0
   * @param activation transformers' name of the function of the inner dense layer
   */
  TextEncoder(NetworkBuilder network, double epsilon, double dropout, String activation) {
    this.network = network;
    this.epsilon = epsilon;
    this.dropout = dropout;
    this.activation = activation;
  }

  /** Normalizes the sum of the embeddings. */
  KerasTensor embedded(KerasTensor sum, String stem) {
    KerasTensor x = network.norm(sum, "embeddings_norm", epsilon, stem);
    return network.dropout(x, "embeddings_dropout", dropout);
  }

  /** Adds what attention gave to its input and normalizes the sum. */
  KerasTensor attended(KerasTensor x, KerasTensor attention, String layer, String stem) {
    KerasTensor dropped = network.dropout(attention, layer + "_attention_dropout", dropout);
    KerasTensor sum = network.add(layer + "_attention_add", dropped, x);
    return network.norm(sum, layer + "_attention_norm", epsilon, stem);
  }

  /** Adds the two dense layers of a block. */
  KerasTensor feedForward(
      KerasTensor x, String layer, long inner, String first, String second, String norm) {
    KerasTensor y = network.dense(x, layer + "_intermediate", inner, activation, first);
    y = network.dense(y, layer + "_output", x.shape().length(-1), second);
    y = network.dropout(y, layer + "_output_dropout", dropout);
    return network.norm(
        network.add(layer + "_output_add", y, x), layer + "_output_norm", epsilon, norm);
  }

  /** Adds the scores of classes for each token. */
  void tokenClassification(KerasTensor states, double rate, long labels, String stem) {
    KerasTensor x = network.dropout(states, "classifier_dropout", rate);
    network.output("logits", network.headDense(x, "logits", labels, "linear", stem));
  }

  /** Adds the scores of each token as the start and the end of an answer. */
  void questionAnswering(KerasTensor states, double rate) {
    KerasTensor x = network.dropout(states, "qa_dropout", rate);
    KerasTensor both = network.headDense(x, "qa_outputs", 2, "linear", "qa_outputs");
    network.output("start_logits", both.get(2, 0));
    network.output("end_logits", both.get(2, 1));
  }

  /**
   * Adds two dense layers on the state of the first token.
   *
   * @param function the activation of the first one
   */
  void firstTokenClassification(
      KerasTensor states, double rate, long labels, String function, String first, String last) {
    KerasTensor x = network.dropout(states.get(1, 0), "pre_classifier_dropout", rate);
    x = network.headDense(x, "pre_classifier", states.shape().length(-1), function, first);
    x = network.dropout(x, "classifier_dropout", rate);
    network.output("logits", network.headDense(x, "logits", labels, "linear", last));
  }
}
