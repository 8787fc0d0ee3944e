package dev.tenon.tokenizers.internal.decoder;

import dev.tenon.tokenizers.internal.json.JsonNode;
import dev.tenon.tokenizers.internal.pattern.PatternReader;
import dev.tenon.tokenizers.internal.pattern.TextPattern;
import dev.tenon.tokenizers.internal.pretokenizer.Metaspace;
import java.util.List;

/** Reads the member {@code decoder} of {@code tokenizer.json}. */
public final class TokenDecoderReader {
  private static final List<String> KNOWN =
      List.of(
          "BPEDecoder",
          "ByteFallback",
          "ByteLevel",
          "CTC",
          "Fuse",
          "Metaspace",
          "Replace",
          "Sequence",
          "Strip",
          "WordPiece");

  private TokenDecoderReader() {}

  /** Reads a decoder; null is one that puts blanks between tokens. */
  public static TokenDecoder read(JsonNode node) {
    return node.isNull() ? tokens -> List.of(String.join(" ", tokens)) : readOne(node);
  }

  private static TokenDecoder readOne(JsonNode node) {
    JsonNode type = node.get("type");
    return switch (type.text()) {
      case "BPEDecoder" -> {
        String suffix = node.get("suffix").text();
        yield tokens -> TokenDecoders.suffix(tokens, suffix);
      }
      case "ByteFallback" -> TokenDecoders::byteFallback;
      case "ByteLevel" -> TokenDecoders::byteLevel;
      case "CTC" -> ctc(node);
      case "Fuse" -> tokens -> List.of(String.join("", tokens));
      case "Metaspace" -> {
        Metaspace metaspace = Metaspace.read(node);
        yield tokens ->
            TokenDecoders.metaspace(tokens, metaspace.replacement(), metaspace.prepends());
      }
      case "Replace" -> {
        TextPattern pattern = PatternReader.read(node.get("pattern"));
        String content = node.get("content").text();
        yield tokens -> TokenDecoders.replace(tokens, pattern, content);
      }
      case "Sequence" -> sequence(node.get("decoders"));
      case "Strip" -> strip(node);
      case "WordPiece" -> {
        String prefix = node.get("prefix").text();
        boolean cleanup = node.get("cleanup").flag();
        yield tokens -> TokenDecoders.wordPiece(tokens, prefix, cleanup);
      }
      default -> throw type.unknown(KNOWN);
    };
  }

  private static TokenDecoder ctc(JsonNode node) {
    String pad = node.get("pad_token").text();
    String delimiter = node.get("word_delimiter_token").text();
    boolean cleanup = node.get("cleanup").flag();
    return tokens -> TokenDecoders.ctc(tokens, pad, delimiter, cleanup);
  }

  private static TokenDecoder strip(JsonNode node) {
    int content = node.get("content").codePoint();
    int start = node.get("start").count();
    int stop = node.get("stop").count();
    return tokens -> TokenDecoders.strip(tokens, content, start, stop);
  }

  private static TokenDecoder sequence(JsonNode parts) {
    TokenDecoder[] all =
        parts.list().stream().map(TokenDecoderReader::readOne).toArray(TokenDecoder[]::new);
    return tokens -> {
      List<String> result = tokens;
      for (TokenDecoder each : all) {
        result = each.decode(result);
      }
      return result;
    };
  }
}
