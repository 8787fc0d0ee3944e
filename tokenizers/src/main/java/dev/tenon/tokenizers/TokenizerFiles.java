package dev.tenon.tokenizers;

import dev.tenon.tokenizers.error.MalformedTokenizerException;
import dev.tenon.tokenizers.error.UnsupportedTokenizerException;
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
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds and reads the files of tokenizers. */
final class TokenizerFiles {
  private static final long MOST_BYTES = 1L << 29;

  private TokenizerFiles() {}

  static Tokenizer load(Path path) throws IOException {
    Path file = Files.isDirectory(path) ? find(path) : path;
    String name = String.valueOf(file.getFileName());
    if (name.equals("merges.txt")) {
      return new VocabularyFiles(file.resolveSibling("vocab.json")).bytePairs();
    }
    if (name.endsWith(".txt")) {
      return new VocabularyFiles(file).bert();
    }
    if (name.equals("vocab.json")) {
      return new VocabularyFiles(file).bytePairs();
    }
    return read(JsonNode.parse(name, text(file)));
  }

  private static Path find(Path folder) throws NoSuchFileException {
    for (String name : List.of("tokenizer.json", "vocab.txt", "vocab.json")) {
      if (Files.exists(folder.resolve(name))) {
        return folder.resolve(name);
      }
    }
    throw new NoSuchFileException(
        folder.toString(), null, "no tokenizer.json, vocab.txt or vocab.json in this folder");
  }

  /** Returns a file's text, which must be UTF-8. */
  static String text(Path file) throws IOException {
    long size = Files.size(file);
    if (size > MOST_BYTES) {
      throw new UnsupportedTokenizerException(
          "%s: not supported: %d bytes. Supported: up to %d"
              .formatted(file.getFileName(), size, MOST_BYTES));
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedTokenizerException(
          file.getFileName() + ": Expected: text in UTF-8. Received: other bytes", e);
    }
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
