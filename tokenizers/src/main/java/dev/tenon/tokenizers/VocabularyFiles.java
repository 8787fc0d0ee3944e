package dev.tenon.tokenizers;

import dev.tenon.tokenizers.error.MalformedTokenizerException;
import dev.tenon.tokenizers.internal.json.JsonNode;
import dev.tenon.tokenizers.internal.model.TokenModel;
import dev.tenon.tokenizers.internal.model.TokenModelReader;
import dev.tenon.tokenizers.internal.unicode.UnicodeData;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tokenizers of vocabularies without {@code tokenizer.json}, with the steps that transformers gives
 * them.
 */
final class VocabularyFiles {
  private static final String CONFIG = "tokenizer_config.json";
  private static final String MERGES = "merges.txt";

  private final String name;
  private final NamedFiles files;
  private final JsonNode config;

  VocabularyFiles(String name, NamedFiles files) throws IOException {
    this.name = name;
    this.files = files;
    this.config = JsonNode.parse(CONFIG, files.has(CONFIG) ? files.text(CONFIG) : "{}");
  }

  /** Returns BERT's tokenizer of a vocabulary with a token a line. */
  Tokenizer bert() throws IOException {
    Map<String, Integer> vocabulary = new HashMap<>();
    int number = 0;
    for (String line : lines(name)) {
      vocabulary.put(stripped(line), number++);
    }
    TokenModel model = TokenModelReader.wordPiece(vocabulary, special("unk_token", "[UNK]"));
    String cls = special("cls_token", "[CLS]");
    String sep = special("sep_token", "[SEP]");
    String settings =
        """
        {"normalizer": {"type": "BertNormalizer", "clean_text": true,
            "handle_chinese_chars": %s, "strip_accents": %s, "lowercase": %s},
          "pre_tokenizer": {"type": "BertPreTokenizer"},
          "post_processor": {"type": "BertProcessing", "sep": [%s, %d], "cls": [%s, %d]},
          "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
          "added_tokens": %s}
        """
            .formatted(
                config.get("tokenize_chinese_chars").flag(true),
                config.get("strip_accents").isNull() ? null : config.get("strip_accents").flag(),
                config.get("do_lower_case").flag(true),
                quoted(sep),
                id(model, sep),
                quoted(cls),
                id(model, cls),
                added(
                    model,
                    false,
                    special("unk_token", "[UNK]"),
                    sep,
                    special("pad_token", "[PAD]"),
                    cls,
                    special("mask_token", "[MASK]")));
    return TokenizerFiles.read(JsonNode.parse(name, settings), model);
  }

  /** Returns the tokenizer of RoBERTa, or GPT-2's where the vocabulary has no token {@code <s>}. */
  Tokenizer bytePairs() throws IOException {
    if (!files.has(MERGES)) {
      throw new NoSuchFileException(MERGES, null, "vocab.json needs it");
    }
    List<String[]> pairs = new ArrayList<>();
    for (String line : lines(MERGES)) {
      if (!line.startsWith("#version") && !line.isEmpty()) {
        pairs.add(TokenModelReader.pair(line, MERGES));
      }
    }
    JsonNode vocabulary = JsonNode.parse(name, files.text(name));
    TokenModel model = TokenModelReader.bytePairs(vocabulary, pairs, MERGES);
    boolean prefix = config.get("add_prefix_space").flag(false);
    String cls = special("cls_token", "<s>");
    String sep = special("sep_token", "</s>");
    boolean roberta = model.id(cls) != TokenModel.NONE && model.id(sep) != TokenModel.NONE;
    String processor =
        roberta
            ? "{\"type\": \"RobertaProcessing\", \"sep\": [%s, %d], \"cls\": [%s, %d], \"trim_offsets\": true, \"add_prefix_space\": %s}"
                .formatted(quoted(sep), model.id(sep), quoted(cls), model.id(cls), prefix)
            : "{\"type\": \"ByteLevel\", \"trim_offsets\": false, \"add_prefix_space\": %s}"
                .formatted(prefix);
    String settings =
        """
        {"pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": %s, "trim_offsets": true},
          "post_processor": %s,
          "decoder": {"type": "ByteLevel"},
          "added_tokens": %s}
        """
            .formatted(
                prefix,
                processor,
                roberta
                    ? added(
                        model,
                        true,
                        cls,
                        special("pad_token", "<pad>"),
                        sep,
                        special("unk_token", "<unk>"),
                        special("mask_token", "<mask>"))
                    : added(model, false, special("unk_token", "<|endoftext|>")));
    return TokenizerFiles.read(JsonNode.parse(name, settings), model);
  }

  /** Returns the lines, which only a line feed ends, with or without a carriage return. */
  private List<String> lines(String file) throws IOException {
    List<String> lines = new ArrayList<>(List.of(files.text(file).split("\n", -1)));
    lines.replaceAll(line -> line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
    if (lines.get(lines.size() - 1).isEmpty()) {
      lines.remove(lines.size() - 1);
    }
    return lines;
  }

  private static String stripped(String line) {
    int end = line.length();
    while (end > 0 && UnicodeData.whiteSpace().contains(line.charAt(end - 1))) {
      end--;
    }
    return line.substring(0, end);
  }

  private String special(String name, String otherwise) {
    JsonNode token = config.get(name);
    return token.isNull() || token.isText() ? token.text(otherwise) : token.get("content").text();
  }

  private int id(TokenModel model, String token) {
    int id = model.id(token);
    if (id == TokenModel.NONE) {
      throw new MalformedTokenizerException(
          "%s: Expected: a line %s. Received: none".formatted(name, JsonNode.shown(token)));
    }
    return id;
  }

  /** Returns the special tokens of the vocabulary; the last one may take the blank before it. */
  private static String added(TokenModel model, boolean maskTakesBlank, String... tokens) {
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < tokens.length; i++) {
      if (model.id(tokens[i]) != TokenModel.NONE) {
        entries.add(
            "{\"content\": %s, \"single_word\": false, \"lstrip\": %s, \"rstrip\": false, \"normalized\": false, \"special\": true}"
                .formatted(quoted(tokens[i]), maskTakesBlank && i == tokens.length - 1));
      }
    }
    return entries.toString();
  }

  private static String quoted(String text) {
    StringBuilder result = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        result.append("\\u%04x".formatted((int) c));
      } else {
        result.append(c);
      }
    }
    return result.append('"').toString();
  }
}
