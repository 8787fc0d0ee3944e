package dev.tenon.zoo.huggingface;

/**
 * The sizes of BERT and of the architectures with its configuration.
 *
 * @param vocabulary the number of words
 * @param width the features of each token
 * @param layers the number of blocks
 * @param heads the heads of each attention
 * @param inner the units between the two dense layers of a block
 * @param positions the longest sequence
 * @param activation transformers' name of the activation of a block
 * @param epsilon that of the normalizations
 * @param dropout the fraction of features that training sets to 0
 * @param attentionDropout the fraction of attention weights that training sets to 0
 * @param tied whether a masked language model uses the table of words for its scores
 */
record BertSizes(
    long vocabulary,
    long width,
    long layers,
    long heads,
    long inner,
    long positions,
    String activation,
    double epsilon,
    double dropout,
    double attentionDropout,
    boolean tied) {
  static BertSizes of(FolderConfig config) {
    config.require("position_embedding_type", "absolute");
    config.require("is_decoder", "false");
    config.require("add_cross_attention", "false");
    return new BertSizes(
        config.length("vocab_size"),
        config.length("hidden_size"),
        config.length("num_hidden_layers"),
        config.length("num_attention_heads"),
        config.length("intermediate_size"),
        config.length("max_position_embeddings", 512),
        config.text("hidden_act", "gelu"),
        config.fraction("layer_norm_eps", 1e-12),
        config.fraction("hidden_dropout_prob", 0.1),
        config.fraction("attention_probs_dropout_prob", 0.1),
        config.flag("tie_word_embeddings", true));
  }
}
