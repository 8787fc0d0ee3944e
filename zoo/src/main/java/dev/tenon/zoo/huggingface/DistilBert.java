package dev.tenon.zoo.huggingface;

import dev.tenon.layers.base.KerasTensor;
import dev.tenon.zoo.huggingface.AttentionParts.AttentionNames;
import java.util.List;

/**
 * DistilBERT: half of BERT's layers, without types of tokens and without a pooler.
 *
 * @see <a href="https://arxiv.org/abs/1910.01108">DistilBERT, a distilled version of BERT</a>
 */
final class DistilBert implements Transformer {
  private static final double EPSILON = 1e-12;

  @Override
  public List<String> modelTypes() {
    return List.of("distilbert");
  }

  @Override
  public String classPrefix(String modelType) {
    return "DistilBert";
  }

  @Override
  public String basePrefix(String modelType) {
    return "distilbert";
  }

  @Override
  public List<TransformerHead> heads() {
    return TransformerHead.TEXT;
  }

  @Override
  public void build(FolderConfig config, TransformerHead head, NetworkBuilder network) {
    long width = config.length("dim");
    double dropout = config.fraction("dropout", 0.1);
    String activation = config.text("activation", "gelu");
    boolean tied =
        head == TransformerHead.MASKED_LANGUAGE_MODEL && config.flag("tie_word_embeddings", true);
    KerasTensor ids = network.sequence("input_ids");
    KerasTensor mask = network.sequence("attention_mask");
    WordEmbeddings words =
        WordEmbeddings.of(network, ids, config.length("vocab_size"), width, tied);
    TextEncoder blocks = new TextEncoder(network, EPSILON, dropout, activation);
    KerasTensor positions =
        network.embedding(
            NetworkBuilder.positions(ids),
            "position_embeddings",
            config.length("max_position_embeddings", 512),
            width,
            "embeddings.position_embeddings");
    KerasTensor x = network.add("embeddings_add", words.rows(), positions);
    x = blocks.embedded(x, "embeddings.LayerNorm");
    KerasTensor attended = NetworkBuilder.attended(mask);
    long layers = config.length("n_layers");
    for (int i = 0; i < layers; i++) {
      x = block(x, attended, "layer_" + i, "transformer.layer." + i + ".", config, blocks, network);
    }
    switch (head) {
      case SEQUENCE_CLASSIFICATION -> sequenceClassification(x, config, network);
      case TOKEN_CLASSIFICATION ->
          blocks.tokenClassification(x, dropout, config.labels(), "classifier");
      case QUESTION_ANSWERING -> blocks.questionAnswering(x, config.fraction("qa_dropout", 0.1));
      case MASKED_LANGUAGE_MODEL -> {
        KerasTensor y = network.headDense(x, "lm_dense", width, activation, "vocab_transform");
        y = network.headNorm(y, "lm_norm", EPSILON, "vocab_layer_norm");
        network.output("logits", words.scores(y, "vocab_projector.bias", "vocab_projector"));
      }
      default -> network.output("last_hidden_state", x);
    }
  }

  private static KerasTensor block(
      KerasTensor x,
      KerasTensor mask,
      String layer,
      String stem,
      FolderConfig config,
      TextEncoder blocks,
      NetworkBuilder network) {
    String self = stem + "attention.";
    KerasTensor attention =
        network.attention(
            x,
            List.of(mask),
            layer + "_attention",
            config.length("n_heads"),
            config.fraction("attention_dropout", 0.1),
            new AttentionNames(self + "q_lin", self + "k_lin", self + "v_lin", self + "out_lin"));
    KerasTensor sum = network.add(layer + "_attention_add", attention, x);
    KerasTensor y = network.norm(sum, layer + "_attention_norm", EPSILON, stem + "sa_layer_norm");
    return blocks.feedForward(
        y,
        layer,
        config.length("hidden_dim"),
        stem + "ffn.lin1",
        stem + "ffn.lin2",
        stem + "output_layer_norm");
  }

  private static void sequenceClassification(
      KerasTensor states, FolderConfig config, NetworkBuilder network) {
    KerasTensor x =
        network.headDense(
            states.get(1, 0),
            "pre_classifier",
            states.shape().length(-1),
            "relu",
            "pre_classifier");
    x = network.dropout(x, "classifier_dropout", config.fraction("seq_classif_dropout", 0.2));
    network.output(
        "logits", network.headDense(x, "logits", config.labels(), "linear", "classifier"));
  }
}
