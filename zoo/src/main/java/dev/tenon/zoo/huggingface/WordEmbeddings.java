package dev.tenon.zoo.huggingface;

import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.core.Dense;
import dev.tenon.layers.core.Embedding;
import dev.tenon.layers.core.ReversibleEmbedding;
import dev.tenon.ops.Ops;
import dev.tenon.zoo.huggingface.WeightPlace.Layout;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table of words, which the head of a masked language model uses backwards.
 *
 * <p>The row of the padding token is an ordinary one. PyTorch does not train it through the
 * look-up; here it is not trained either, as long as the mask and the loss leave padding out.
 */
final class WordEmbeddings {
  private static final String LAYER = "word_embeddings";
  private static final String STEM = "embeddings.word_embeddings";

  private final NetworkBuilder network;
  private final KerasTensor ids;
  private final long words;
  private final @Nullable LayerNode reversible;
  private final KerasTensor rows;

  private WordEmbeddings(
      NetworkBuilder network,
      KerasTensor ids,
      long words,
      @Nullable LayerNode reversible,
      KerasTensor rows) {
    this.network = network;
    this.ids = ids;
    this.words = words;
    this.reversible = reversible;
    this.rows = rows;
  }

  /**
   * Adds the table.
   *
   * @param reversed whether {@link #scores} uses it, too
   */
  static WordEmbeddings of(
      NetworkBuilder network, KerasTensor ids, long words, long width, boolean reversed) {
    if (!reversed) {
      KerasTensor rows = network.embedding(ids, LAYER, words, width, STEM);
      return new WordEmbeddings(network, ids, words, null, rows);
    }
    network.base(LAYER + "/embeddings", Layout.SAME, STEM + ".weight");
    LayerNode table = ReversibleEmbedding.DEFAULTS.inputDim(words).outputDim(width).named(LAYER);
    return new WordEmbeddings(network, ids, words, table, table.apply(ids));
  }

  /** Returns the row of each token. */
  KerasTensor rows() {
    return rows;
  }

  /**
   * Adds the scores of all words for each token.
   *
   * @param bias the name of the bias in the file where the table is used, or its own decoder
   * @param decoder the name of a decoder of its own
   */
  KerasTensor scores(KerasTensor states, String bias, String decoder) {
    if (reversible == null) {
      network.head("logits/kernel", Layout.LINEAR, decoder + ".weight");
      network.head("logits/bias", Layout.SAME, decoder + ".bias", bias);
      return Dense.DEFAULTS.units(words).named("logits").apply(states);
    }
    KerasTensor scores = reversible.applyAll(List.of(states), Map.of("reverse", true)).get(0);
    // Keras has no layer that is a bias alone: a table with one row is.
    network.head("decoder_bias/embeddings", Layout.FLAT, bias, decoder + ".bias");
    KerasTensor first = Ops.zerosLike(Ops.getItem(ids, ":, :1"));
    KerasTensor added =
        Embedding.DEFAULTS.inputDim(1L).outputDim(words).named("decoder_bias").apply(first);
    return network.add("logits", scores, added);
  }
}
