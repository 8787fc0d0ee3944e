package dev.tenon.text;

import dev.tenon.limits.LoadLimits;
import dev.tenon.zoo.huggingface.FolderConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The facts of a folder that decide how a network of texts is used. */
final class TextConfig {
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

  /**
   * Reads the configurations of a folder.
   *
   * @throws IOException if {@code config.json} is missing or a file cannot be read
   */
  static TextConfig read(Path folder, LoadLimits limits) throws IOException {
    return new TextConfig(
        FolderConfig.read(folder, limits),
        optional(folder, "tokenizer_config.json", limits),
        optional(folder, "sentence_bert_config.json", limits),
        optional(folder, "config_sentence_transformers.json", limits));
  }

  private static FolderConfig optional(Path folder, String name, LoadLimits limits)
      throws IOException {
    Path file = folder.resolve(name);
    boolean found = Files.isRegularFile(file);
    return FolderConfig.parse(name, found ? FolderConfig.text(file, limits) : "{}");
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
    boolean after = POSITIONS_AFTER_PADDING.contains(config.modelType());
    return after ? Math.max(1, positions - (int) config.index("pad_token_id", 1) - 1) : positions;
  }

  /** Returns whether texts are written in lower case before they are split. */
  boolean lowerCase() {
    return sentence.flag("do_lower_case", false);
  }

  /** Returns the text that stands before each text; empty where there is none. */
  String prompt() {
    String name = prompts.text("default_prompt_name", "");
    return name.isEmpty() ? "" : prompts.child("prompts").text(name, null);
  }

  /**
   * Returns a special token.
   *
   * @param key such as {@code pad_token}
   */
  Optional<String> token(String key) {
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
  List<String> labels(int count) {
    return config.labelNames(count);
  }

  /** Returns transformers' {@code problem_type}; empty where there is none. */
  String problemType() {
    return config.text("problem_type", "");
  }
}
