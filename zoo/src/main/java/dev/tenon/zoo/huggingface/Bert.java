package dev.tenon.zoo.huggingface;

import dev.tenon.layers.base.KerasTensor;
import java.util.List;

/**
 * BERT, and the models with its architecture such as MiniLM, BGE and E5.
 *
 * @see <a href="https://arxiv.org/abs/1810.04805">BERT: Pre-training of Deep Bidirectional
 *     Transformers</a>
 */
final class Bert implements Transformer {
  @Override
  public List<String> modelTypes() {
    return List.of("bert");
  }

  @Override
  public String classPrefix(String modelType) {
    return "Bert";
  }

  @Override
  public String basePrefix(String modelType) {
    return "bert";
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
    KerasTensor types = network.sequence("token_type_ids");
    boolean tied = head == TransformerHead.MASKED_LANGUAGE_MODEL && sizes.tied();
    WordEmbeddings words = WordEmbeddings.of(network, ids, sizes.vocabulary(), sizes.width(), tied);
    BertEncoder encoder = new BertEncoder(network, sizes, config.length("type_vocab_size", 2));
    KerasTensor states = encoder.states(words, NetworkBuilder.positions(ids), types, mask);
    double rate = config.fraction("classifier_dropout", sizes.dropout());
    switch (head) {
      case SEQUENCE_CLASSIFICATION -> {
        KerasTensor x = network.dropout(encoder.pooled(states), "classifier_dropout", rate);
        network.output(
            "logits", network.headDense(x, "logits", config.labels(), "linear", "classifier"));
      }
      case TOKEN_CLASSIFICATION ->
          encoder.blocks().tokenClassification(states, rate, config.labels(), "classifier");
      case QUESTION_ANSWERING -> encoder.blocks().questionAnswering(states, 0);
      case MASKED_LANGUAGE_MODEL -> {
        String stem = "cls.predictions.transform";
        KerasTensor x =
            network.headDense(
                states, "lm_dense", sizes.width(), sizes.activation(), stem + ".dense");
        x = network.headNorm(x, "lm_norm", sizes.epsilon(), stem + ".LayerNorm");
        network.output(
            "logits", words.scores(x, "cls.predictions.bias", "cls.predictions.decoder"));
      }
      default -> encoder.base(states);
    }
  }
}
