package dev.tenon.zoo.huggingface;

import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.core.EinsumDense;
import dev.tenon.ops.Ops;
import dev.tenon.zoo.huggingface.WeightPlace.Layout;
import java.util.Arrays;
import java.util.List;

/**
 * Self-attention as layers of its parts, for what Keras' {@code MultiHeadAttention} lacks: a bias
 * of the scores, and biases of the output alone.
 */
final class AttentionParts {
  /**
   * The names of the four dense layers of an attention in the file.
   *
   * @param query that of the queries, such as {@code encoder.layer.0.attention.self.query}
   * @param key that of the keys
   * @param value that of the values
   * @param output that behind the heads
   */
  record AttentionNames(String query, String key, String value, String output) {}

  private final NetworkBuilder network;
  private final String layer;
  private final long heads;
  private final double dropout;
  private final boolean bias;

  /**
   * Describes an attention.
   *
   * @param layer the start of the layers' names
   * @param dropout the fraction of the scores that training sets to 0
   * @param bias whether query, key and value have biases
   */
  AttentionParts(NetworkBuilder network, String layer, long heads, double dropout, boolean bias) {
    this.network = network;
    this.layer = layer;
    this.heads = heads;
    this.dropout = dropout;
    this.bias = bias;
  }

  /**
   * Adds the layers.
   *
   * @param added what is added to the scores, each broadcast to (batch, heads, queries, keys)
   */
  KerasTensor apply(KerasTensor x, List<KerasTensor> added, AttentionNames names) {
    long length = NetworkBuilder.headLength(x, heads);
    KerasTensor query = projected(x, "query", length, names.query());
    KerasTensor key = projected(x, "key", length, names.key());
    KerasTensor value = projected(x, "value", length, names.value());
    KerasTensor scores =
        Ops.multiply(Ops.einsum("bqhd,bkhd->bhqk", query, key), 1 / Math.sqrt((double) length));
    for (KerasTensor term : added) {
      scores = Ops.add(scores, term);
    }
    KerasTensor weights =
        network.dropout(Ops.softmax(scores, -1), layer + "_weights_dropout", dropout);
    KerasTensor context = Ops.einsum("bhqk,bkhd->bqhd", weights, value);
    String path = layer + "_attention_output";
    network.base(path + "/kernel", Layout.LINEAR_FROM_HEADS, names.output() + ".weight");
    network.base(path + "/bias", Layout.SAME, names.output() + ".bias");
    return EinsumDense.DEFAULTS
        .equation("abcd,cde->abe")
        .outputShape(Arrays.asList(null, x.shape().length(-1)))
        .biasAxes("e")
        .named(path)
        .apply(context);
  }

  private KerasTensor projected(KerasTensor x, String part, long length, String stem) {
    String path = layer + "_" + part;
    network.projection(path, stem, bias);
    EinsumDense projection =
        EinsumDense.DEFAULTS
            .equation("abc,cde->abde")
            .outputShape(Arrays.asList(null, heads, length));
    return (bias ? projection.biasAxes("de") : projection).named(path).apply(x);
  }
}
