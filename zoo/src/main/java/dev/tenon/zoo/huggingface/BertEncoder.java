package dev.tenon.zoo.huggingface;

import dev.tenon.layers.base.KerasTensor;
import dev.tenon.ops.Ops;
import dev.tenon.zoo.huggingface.AttentionParts.AttentionNames;
import java.util.ArrayList;
import java.util.List;

/** The encoder of BERT, which RoBERTa shares. */
final class BertEncoder {
  private final NetworkBuilder network;
  private final BertSizes sizes;
  private final TextEncoder blocks;
  private final long types;

  BertEncoder(NetworkBuilder network, BertSizes sizes, long types) {
    this.network = network;
    this.sizes = sizes;
    this.types = types;
    this.blocks = new TextEncoder(network, sizes.epsilon(), sizes.dropout(), sizes.activation());
  }

  /** Returns the parts that heads share. */
  TextEncoder blocks() {
    return blocks;
  }

  /**
   * Adds the embeddings and all blocks.
   *
   * @param words the table of words
   * @param positions the position of each token
   * @param typeIds the type of each token
   * @param mask 1 for tokens, 0 for padding
   */
  KerasTensor states(
      WordEmbeddings words, KerasTensor positions, KerasTensor typeIds, KerasTensor mask) {
    List<KerasTensor> sum = new ArrayList<>();
    sum.add(words.rows());
    sum.add(embedding(typeIds, "token_type_embeddings", types));
    sum.add(embedding(positions, "position_embeddings", sizes.positions()));
    KerasTensor x = network.add("embeddings_add", sum.toArray(KerasTensor[]::new));
    x = blocks.embedded(x, "embeddings.LayerNorm");
    KerasTensor attended = NetworkBuilder.attended(mask);
    for (int i = 0; i < sizes.layers(); i++) {
      x = block(x, attended, "layer_" + i, "encoder.layer." + i + ".");
    }
    return x;
  }

  private KerasTensor embedding(KerasTensor ids, String layer, long rows) {
    return network.embedding(ids, layer, rows, sizes.width(), "embeddings." + layer);
  }

  private KerasTensor block(KerasTensor x, KerasTensor mask, String layer, String stem) {
    String self = stem + "attention.self.";
    AttentionNames names =
        new AttentionNames(
            self + "query", self + "key", self + "value", stem + "attention.output.dense");
    KerasTensor attention =
        network.attention(
            x, List.of(mask), layer + "_attention", sizes.heads(), sizes.attentionDropout(), names);
    KerasTensor y = blocks.attended(x, attention, layer, stem + "attention.output.LayerNorm");
    return blocks.feedForward(
        y,
        layer,
        sizes.inner(),
        stem + "intermediate.dense",
        stem + "output.dense",
        stem + "output.LayerNorm");
  }

  /** Adds the pooler: a dense layer on the state of the first token. */
  KerasTensor pooled(KerasTensor states) {
    return network.dense(states.get(1, 0), "pooler", sizes.width(), "tanh", "pooler.dense");
  }

  /** Adds the outputs of the encoder alone; files without a pooler have only the first one. */
  void base(KerasTensor states) {
    network.output("last_hidden_state", states);
    if (network.fileHas("pooler.dense.weight")) {
      network.output("pooler_output", pooled(states));
    }
  }

  /** Returns the type 0 of each token, for networks that have no input of types. */
  static KerasTensor oneType(KerasTensor ids) {
    return Ops.zerosLike(ids);
  }
}
