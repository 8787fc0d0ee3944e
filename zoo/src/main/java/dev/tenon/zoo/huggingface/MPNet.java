package dev.tenon.zoo.huggingface;

import dev.tenon.layers.base.KerasTensor;
import dev.tenon.ops.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.zoo.huggingface.AttentionParts.AttentionNames;
import java.util.List;

/**
 * MPNet: attention with learned biases for distances between tokens.
 *
 * @see <a href="https://arxiv.org/abs/2004.09297">MPNet: Masked and Permuted Pre-training for
 *     Language Understanding</a>
 */
final class MPNet implements Transformer {
  /** The classes of distances in each direction. */
  private static final int CLASSES = 16;

  /** Distances below it have a class of their own. */
  private static final int EXACT = 8;

  /** From this distance on all have the last class. */
  private static final int FARTHEST = 128;

  /** What hides a token: the smallest float. */
  private static final double HIDDEN = -Float.MAX_VALUE;

  @Override
  public List<String> modelTypes() {
    return List.of("mpnet");
  }

  @Override
  public String classPrefix(String modelType) {
    return "MPNet";
  }

  @Override
  public String basePrefix(String modelType) {
    return "mpnet";
  }

  @Override
  public List<TransformerHead> heads() {
    return TransformerHead.TEXT;
  }

  @Override
  public void build(FolderConfig config, TransformerHead head, NetworkBuilder network) {
    BertSizes sizes = BertSizes.of(config);
    KerasTensor ids = network.sequence("input_ids");
    KerasTensor mask = network.sequence("attention_mask");
    boolean tied = head == TransformerHead.MASKED_LANGUAGE_MODEL && sizes.tied();
    WordEmbeddings words = WordEmbeddings.of(network, ids, sizes.vocabulary(), sizes.width(), tied);
    TextEncoder blocks =
        new TextEncoder(network, sizes.epsilon(), sizes.dropout(), sizes.activation());
    KerasTensor positions =
        network.embedding(
            Roberta.positions(ids, 1),
            "position_embeddings",
            sizes.positions(),
            sizes.width(),
            "embeddings.position_embeddings");
    KerasTensor states = network.add("embeddings_add", words.rows(), positions);
    states = blocks.embedded(states, "embeddings.LayerNorm");
    List<KerasTensor> added =
        List.of(
            distanceBias(ids, sizes, config.length("relative_attention_num_buckets", 32), network),
            hidden(mask));
    for (int i = 0; i < sizes.layers(); i++) {
      states = block(states, added, i, sizes, blocks, network);
    }
    head(config, head, network, sizes, words, blocks, states);
  }

  private static void head(
      FolderConfig config,
      TransformerHead head,
      NetworkBuilder network,
      BertSizes sizes,
      WordEmbeddings words,
      TextEncoder blocks,
      KerasTensor states) {
    switch (head) {
      case SEQUENCE_CLASSIFICATION ->
          blocks.firstTokenClassification(
              states,
              sizes.dropout(),
              config.labels(),
              "tanh",
              "classifier.dense",
              "classifier.out_proj");
      case TOKEN_CLASSIFICATION ->
          blocks.tokenClassification(states, sizes.dropout(), config.labels(), "classifier");
      case QUESTION_ANSWERING -> blocks.questionAnswering(states, 0);
      case MASKED_LANGUAGE_MODEL -> Roberta.languageModel(network, states, sizes, words);
      default -> new BertEncoder(network, sizes, 1).base(states);
    }
  }

  private static KerasTensor block(
      KerasTensor x,
      List<KerasTensor> added,
      int number,
      BertSizes sizes,
      TextEncoder blocks,
      NetworkBuilder network) {
    String layer = "layer_" + number;
    String stem = "encoder.layer." + number + ".";
    String self = stem + "attention.attn.";
    AttentionParts attention =
        new AttentionParts(
            network, layer + "_attention", sizes.heads(), sizes.attentionDropout(), true);
    KerasTensor y =
        attention.apply(
            x, added, new AttentionNames(self + "q", self + "k", self + "v", self + "o"));
    y = blocks.attended(x, y, layer, stem + "attention.LayerNorm");
    return blocks.feedForward(
        y,
        layer,
        sizes.inner(),
        stem + "intermediate.dense",
        stem + "output.dense",
        stem + "output.LayerNorm");
  }

  /** Returns 0 for tokens and the smallest number for padding, of shape (batch, 1, 1, sequence). */
  private static KerasTensor hidden(KerasTensor mask) {
    KerasTensor padding = Ops.cast(Ops.equal(mask, 0), "float32");
    return Ops.multiply(Ops.expandDims(padding, new int[] {1, 2}), HIDDEN);
  }

  /** Returns the bias of each pair of tokens, of shape (1, heads, sequence, sequence). */
  private static KerasTensor distanceBias(
      KerasTensor ids, BertSizes sizes, long rows, NetworkBuilder network) {
    KerasTensor places = NetworkBuilder.positions(ids).get(0, 0);
    KerasTensor distance = Ops.subtract(Ops.expandDims(places, 0), Ops.expandDims(places, 1));
    KerasTensor near = Ops.take(classes(), Ops.minimum(Ops.abs(distance), FARTHEST - 1), 0);
    KerasTensor after = Ops.multiply(Ops.cast(Ops.greater(distance, 0), "int32"), CLASSES);
    KerasTensor bias =
        network.embedding(
            Ops.add(near, after),
            "relative_attention_bias",
            rows,
            sizes.heads(),
            "encoder.relative_attention_bias");
    return Ops.expandDims(Ops.transpose(bias, 2, 0, 1), 0);
  }

  /** Returns the class of each distance: one each, then ones that grow by the root of two. */
  private static Tensor classes() {
    int[] classes = new int[FARTHEST];
    for (int distance = 0; distance < FARTHEST; distance++) {
      int grown = EXACT;
      while (grown < CLASSES - 1
          && distance * (long) distance >= EXACT * EXACT * (1L << (grown + 1 - EXACT))) {
        grown++;
      }
      classes[distance] = distance < EXACT ? distance : grown;
    }
    return Tensor.of(classes, FARTHEST);
  }
}
