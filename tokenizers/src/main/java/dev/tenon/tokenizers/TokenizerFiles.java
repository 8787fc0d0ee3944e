package dev.tenon.tokenizers;

import dev.tenon.tokenizers.error.MalformedTokenizerException;
import dev.tenon.tokenizers.internal.added.AddedToken;
import dev.tenon.tokenizers.internal.added.AddedTokens;
import dev.tenon.tokenizers.internal.decoder.TokenDecoderReader;
import dev.tenon.tokenizers.internal.json.JsonNode;
import dev.tenon.tokenizers.internal.model.TokenModel;
import dev.tenon.tokenizers.internal.model.TokenModelReader;
import dev.tenon.tokenizers.internal.normalizer.NormalizerReader;
import dev.tenon.tokenizers.internal.normalizer.TextNormalizer;
import dev.tenon.tokenizers.internal.pretokenizer.PreTokenizerReader;
import dev.tenon.tokenizers.internal.processor.PostProcessing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds and reads the files of tokenizers. */
final class TokenizerFiles {
  private static final List<String> NAMES = List.of("tokenizer.json", "vocab.txt", "vocab.json");

  private TokenizerFiles() {}

  static Tokenizer load(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return find(path.toString(), new NamedFiles.Beside(path.resolve(NAMES.get(0))));
    }
    return load(String.valueOf(path.getFileName()), new NamedFiles.Beside(path));
  }

  static Tokenizer load(Map<String, byte[]> files) throws IOException {
    return find(files.keySet().toString(), new NamedFiles.InMemory(files));
  }

  private static Tokenizer find(String where, NamedFiles files) throws IOException {
    for (String name : NAMES) {
      if (files.has(name)) {
        return load(name, files);
      }
    }
    throw new NoSuchFileException(
        where, null, "no tokenizer.json, vocab.txt or vocab.json in this folder");
  }

  private static Tokenizer load(String name, NamedFiles files) throws IOException {
    if (name.equals("merges.txt")) {
      return new VocabularyFiles("vocab.json", files).bytePairs();
    }
    if (name.endsWith(".txt")) {
      return new VocabularyFiles(name, files).bert();
    }
    if (name.equals("vocab.json")) {
      return new VocabularyFiles(name, files).bytePairs();
    }
    return read(JsonNode.parse(name, files.text(name)));
  }

  private static Tokenizer read(JsonNode root) {
    JsonNode version = root.get("version");
    if (!version.text("1.0").equals("1.0")) {
      throw version.unsupported("version 1.0");
    }
    JsonNode model = root.get("model");
    if (model.isNull()) {
      throw model.wrong("a model");
    }
    return read(root, TokenModelReader.read(model));
  }

  /** Reads all but the model. */
  static Tokenizer read(JsonNode root, TokenModel model) {
    TextNormalizer normalizer = NormalizerReader.read(root.get("normalizer"));
    JsonNode tokens = root.get("added_tokens");
    List<AddedToken> added =
        tokens.isNull() ? List.of() : tokens.list().stream().map(AddedToken::read).toList();
    TokenizerParts parts =
        new TokenizerParts(
            new AddedTokens(added, model, normalizer),
            PreTokenizerReader.read(root.get("pre_tokenizer")),
            model,
            PostProcessing.read(root.get("post_processor")),
            TokenDecoderReader.read(root.get("decoder")));
    JsonNode truncation = root.get("truncation");
    try {
      return new Tokenizer(parts, truncation(truncation), padding(root.get("padding")));
    } catch (IllegalArgumentException e) {
      throw new MalformedTokenizerException("truncation or padding: " + e.getMessage(), e);
    }
  }

  private static @Nullable Truncation truncation(JsonNode node) {
    if (node.isNull()) {
      return null;
    }
    String strategy =
        choice(
            node.get("strategy"),
            List.of("LongestFirst", "OnlyFirst", "OnlySecond"),
            List.of("longest_first", "only_first", "only_second"));
    return new Truncation(
        node.get("max_length").count(),
        node.get("stride").count(),
        strategy,
        direction(node.get("direction")));
  }

  private static @Nullable Padding padding(JsonNode node) {
    if (node.isNull()) {
      return null;
    }
    JsonNode strategy = node.get("strategy");
    int length = Padding.LONGEST;
    if (!strategy.isText()) {
      length = strategy.get("Fixed").count();
    } else if (!strategy.text().equals("BatchLongest")) {
      throw strategy.unknown(List.of("BatchLongest", "Fixed"));
    }
    JsonNode multiple = node.get("pad_to_multiple_of");
    return new Padding(
        direction(node.get("direction")),
        node.get("pad_id").count(),
        node.get("pad_type_id").count(),
        node.get("pad_token").text(),
        length,
        multiple.isNull() ? 0 : multiple.count());
  }

  private static String direction(JsonNode node) {
    return node.isNull()
        ? "right"
        : choice(node, List.of("Left", "Right"), List.of("left", "right"));
  }

  private static String choice(JsonNode node, List<String> known, List<String> meanings) {
    int index = known.indexOf(node.text());
    if (index < 0) {
      throw node.unknown(known);
    }
    return meanings.get(index);
  }
}
