package dev.tenon.zoo.huggingface;

import dev.tenon.layers.base.KerasTensor;
import dev.tenon.ops.Ops;
import java.util.List;

/**
 * RoBERTa and XLM-RoBERTa: the encoder of BERT, whose positions leave padding out.
 *
 * @see <a href="https://arxiv.org/abs/1907.11692">RoBERTa: A Robustly Optimized BERT Pretraining
 *     Approach</a>
 */
final class Roberta implements Transformer {
  private static final String XLM = "xlm-roberta";

  @Override
  public List<String> modelTypes() {
    return List.of("roberta", XLM);
  }

  @Override
  public String classPrefix(String modelType) {
    return modelType.equals(XLM) ? "XLMRoberta" : "Roberta";
  }

  @Override
  public String basePrefix(String modelType) {
    return "roberta";
  }

  @Override
  public List<TransformerHead> heads() {
    return TransformerHead.TEXT;
  }

  @Override
  public void build(FolderConfig config, TransformerHead head, NetworkBuilder network) {
    BertSizes sizes = BertSizes.of(config);
    long types = config.length("type_vocab_size", 2);
    KerasTensor ids = network.sequence("input_ids");
    KerasTensor mask = network.sequence("attention_mask");
    KerasTensor typeIds =
        types == 1 ? BertEncoder.oneType(ids) : network.sequence("token_type_ids");
    boolean tied = head == TransformerHead.MASKED_LANGUAGE_MODEL && sizes.tied();
    WordEmbeddings words = WordEmbeddings.of(network, ids, sizes.vocabulary(), sizes.width(), tied);
    BertEncoder encoder = new BertEncoder(network, sizes, types);
    KerasTensor positions = positions(ids, config.index("pad_token_id", 1));
    KerasTensor states = encoder.states(words, positions, typeIds, mask);
    double rate = config.fraction("classifier_dropout", sizes.dropout());
    switch (head) {
      case SEQUENCE_CLASSIFICATION ->
          encoder
              .blocks()
              .firstTokenClassification(
                  states, rate, config.labels(), "tanh", "classifier.dense", "classifier.out_proj");
      case TOKEN_CLASSIFICATION ->
          encoder.blocks().tokenClassification(states, rate, config.labels(), "classifier");
      case QUESTION_ANSWERING -> encoder.blocks().questionAnswering(states, 0);
      case MASKED_LANGUAGE_MODEL -> languageModel(network, states, sizes, words);
      default -> encoder.base(states);
    }
  }

  /** Adds the head of a masked language model, which MPNet shares. */
  static void languageModel(
      NetworkBuilder network, KerasTensor states, BertSizes sizes, WordEmbeddings words) {
    KerasTensor x = network.headDense(states, "lm_dense", sizes.width(), "gelu", "lm_head.dense");
    x = network.headNorm(x, "lm_norm", sizes.epsilon(), "lm_head.layer_norm");
    network.output("logits", words.scores(x, "lm_head.bias", "lm_head.decoder"));
  }

  /** Numbers the tokens from one behind the padding token; that token keeps its own number. */
  static KerasTensor positions(KerasTensor ids, long padding) {
    KerasTensor used = Ops.cast(Ops.notEqual(ids, padding), "int32");
    KerasTensor numbers = Ops.multiply(Ops.cumsum(used, 1), used);
    return Ops.add(numbers, padding);
  }
}
