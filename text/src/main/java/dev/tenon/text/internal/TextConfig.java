package dev.tenon.text.internal;

import dev.tenon.internal.assets.TextAssets;
import dev.tenon.zoo.huggingface.FolderConfig;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The facts of a folder that decide how a network of texts is used. */
public final class TextConfig {
  private static final String MAX_LENGTH = "max_seq_length";

  /** Their positions begin behind the number of the padding token. */
  private static final List<String> POSITIONS_AFTER_PADDING =
      List.of("roberta", "xlm-roberta", "mpnet");

  /** Classes for any network, which make no {@code token_type_ids} unless they are told to. */
  private static final List<String> GENERAL_TOKENIZERS =
      List.of("PreTrainedTokenizerFast", "TokenizersBackend");

  private final FolderConfig config;
  private final FolderConfig tokenizer;
  private final FolderConfig sentence;
  private final FolderConfig prompts;

  private TextConfig(
      FolderConfig config, FolderConfig tokenizer, FolderConfig sentence, FolderConfig prompts) {
    this.config = config;
    this.tokenizer = tokenizer;
    this.sentence = sentence;
    this.prompts = prompts;
  }

  /** Reads the configurations beside a tokenizer; missing ones are empty. */
  static TextConfig of(TextAssets assets) {
    return new TextConfig(
        config(assets, "config.json"),
        config(assets, "tokenizer_config.json"),
        config(assets, "sentence_bert_config.json"),
        config(assets, "config_sentence_transformers.json"));
  }

  private static FolderConfig config(TextAssets assets, String name) {
    String text = assets.text(name);
    return FolderConfig.parse(name, text == null ? "{}" : text);
  }

  /**
   * Returns the number of tokens to which texts are cut: that of {@code sentence_bert_config.json},
   * else of {@code tokenizer_config.json}, else of {@code tokenizer.json}; never more than the
   * network has positions.
   *
   * @param ofTokenizer the number in {@code tokenizer.json}
   */
  int maxLength(OptionalInt ofTokenizer) {
    int most = positions();
    OptionalInt wanted = sentence.anyLength(MAX_LENGTH);
    if (wanted.isEmpty()) {
      wanted = tokenizer.anyLength("model_max_length");
    }
    if (wanted.isEmpty()) {
      wanted = ofTokenizer;
    }
    return Math.min(most, wanted.orElse(most));
  }

  private int positions() {
    int positions = (int) config.length("max_position_embeddings", 512);
    boolean after = POSITIONS_AFTER_PADDING.contains(config.text("model_type", ""));
    return after ? Math.max(1, positions - (int) config.index("pad_token_id", 1) - 1) : positions;
  }

  /** Returns whether texts are written in lower case before they are split. */
  public boolean lowerCase() {
    return sentence.flag("do_lower_case", false);
  }

  /** Returns the text that stands before each text; empty where there is none. */
  public String prompt() {
    String name = prompts.text("default_prompt_name", "");
    return name.isEmpty() ? "" : prompts.child("prompts").text(name, null);
  }

  /**
   * Returns a special token.
   *
   * @param key such as {@code pad_token}
   */
  public Optional<String> token(String key) {
    return tokenizer.content(key);
  }

  /** Returns whether the network is told which of two texts a token belongs to. */
  boolean typeIds() {
    List<String> inputs = tokenizer.names("model_input_names");
    return inputs.isEmpty()
        ? !GENERAL_TOKENIZERS.contains(tokenizer.text("tokenizer_class", ""))
        : inputs.contains("token_type_ids");
  }

  /** Returns the number of the padding token by {@code config.json}. */
  int padId() {
    return (int) config.index("pad_token_id", 0);
  }

  /**
   * Returns the names of the classes.
   *
   * @param count how many the network has; those without a name are {@code LABEL_0} and so on
   */
  public List<String> labels(int count) {
    return config.labelNames(count);
  }

  /** Returns transformers' {@code problem_type}; empty where there is none. */
  public String problemType() {
    return config.text("problem_type", "");
  }
}
