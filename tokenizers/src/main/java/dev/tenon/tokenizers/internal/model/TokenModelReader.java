package dev.tenon.tokenizers.internal.model;

import dev.tenon.tokenizers.error.MalformedTokenizerException;
import dev.tenon.tokenizers.internal.json.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the member {@code model} of {@code tokenizer.json}, and vocabularies of older files. */
public final class TokenModelReader {
  private static final List<String> KNOWN = List.of("BPE", "Unigram", "WordLevel", "WordPiece");
  private static final int MOST_CHARACTERS = 100;

  private TokenModelReader() {}

  /**
   * Reads a model. Files without {@code type} are told apart by their members, as by the library.
   */
  public static TokenModel read(JsonNode node) {
    JsonNode type = node.get("type");
    return switch (type.isNull() ? guess(node) : type.text()) {
      case "BPE" -> bytePairs(node);
      case "Unigram" -> unigram(node);
      case "WordLevel" ->
          new WordLevel(TokenTable.read(node.get("vocab")), node.get("unk_token").text());
      case "WordPiece" ->
          new WordPiece(
              TokenTable.read(node.get("vocab")),
              node.get("unk_token").text(),
              node.get("continuing_subword_prefix").text(),
              node.get("max_input_chars_per_word").count());
      default -> throw type.unknown(KNOWN);
    };
  }

  private static String guess(JsonNode node) {
    if (!node.get("merges").isNull()) {
      return "BPE";
    }
    if (!node.get("continuing_subword_prefix").isNull()) {
      return "WordPiece";
    }
    return node.get("unk_token").isNull() ? "Unigram" : "WordLevel";
  }

  /** Returns BERT's model of a vocabulary. */
  public static TokenModel wordPiece(Map<String, Integer> vocabulary, String unknown) {
    return new WordPiece(new TokenTable(vocabulary), unknown, "##", MOST_CHARACTERS);
  }

  /** Returns GPT-2's model of a vocabulary and the lines of {@code merges.txt}. */
  public static TokenModel bytePairs(JsonNode vocabulary, List<String[]> merges, String file) {
    TokenTable table = TokenTable.read(vocabulary);
    BytePairEncoding.Options options =
        new BytePairEncoding.Options(null, "", "", false, false, false);
    return new BytePairEncoding(table, merges(merges, table, "", file), options);
  }

  private static TokenModel bytePairs(JsonNode node) {
    JsonNode dropout = node.get("dropout");
    if (!dropout.isNull() && dropout.number() != 0) {
      throw dropout.unsupported("tokenizers without random choices");
    }
    JsonNode unknown = node.get("unk_token");
    BytePairEncoding.Options options =
        new BytePairEncoding.Options(
            unknown.isNull() ? null : unknown.text(),
            node.get("continuing_subword_prefix").text(""),
            node.get("end_of_word_suffix").text(""),
            node.get("fuse_unk").flag(false),
            node.get("byte_fallback").flag(false),
            node.get("ignore_merges").flag(false));
    TokenTable table = TokenTable.read(node.get("vocab"));
    JsonNode pairs = node.get("merges");
    return new BytePairEncoding(
        table, merges(pairs(pairs), table, options.prefix(), "model.merges"), options);
  }

  private static List<String[]> pairs(JsonNode merges) {
    List<String[]> pairs = new ArrayList<>();
    int index = 0;
    for (Object each : merges.elements()) {
      if (each instanceof String line) {
        if (!line.startsWith("#version")) {
          pairs.add(pair(line, "model.merges[" + index + "]"));
        }
      } else if (each instanceof List<?> list
          && list.size() == 2
          && list.get(0) instanceof String left
          && list.get(1) instanceof String right) {
        pairs.add(new String[] {left, right});
      } else {
        throw merges.list().get(index).wrong("a pair of tokens");
      }
      index++;
    }
    return pairs;
  }

  /** Splits a line of {@code merges.txt}. */
  public static String[] pair(String line, String place) {
    int blank = line.indexOf(' ');
    if (blank < 0 || line.indexOf(' ', blank + 1) >= 0) {
      throw new MalformedTokenizerException(
          "%s: Expected: two tokens with a blank between. Received: %s"
              .formatted(place, JsonNode.shown(line)));
    }
    return new String[] {line.substring(0, blank), line.substring(blank + 1)};
  }

  private static MergeTable merges(
      List<String[]> pairs, TokenTable table, String prefix, String place) {
    MergeTable merges = new MergeTable(pairs.size());
    for (int rank = 0; rank < pairs.size(); rank++) {
      String left = pairs.get(rank)[0];
      String right = pairs.get(rank)[1];
      // As the library does it: so many bytes, whatever they are.
      String tail = right.length() < prefix.length() ? "" : right.substring(prefix.length());
      merges.put(
          rank,
          merged(table, left, place, rank),
          merged(table, right, place, rank),
          merged(table, left + tail, place, rank));
    }
    return merges;
  }

  private static int merged(TokenTable table, String token, String place, int rank) {
    int id = table.id(token);
    if (id == TokenModel.NONE) {
      throw new MalformedTokenizerException(
          "%s[%d]: Expected: tokens of the vocabulary. Received: %s"
              .formatted(place, rank, JsonNode.shown(token)));
    }
    return id;
  }

  private static TokenModel unigram(JsonNode node) {
    JsonNode vocabulary = node.get("vocab");
    List<? extends @Nullable Object> pieces = vocabulary.elements();
    String[] tokens = new String[pieces.size()];
    double[] scores = new double[pieces.size()];
    for (int i = 0; i < tokens.length; i++) {
      if (pieces.get(i) instanceof List<?> piece
          && piece.size() == 2
          && piece.get(0) instanceof String token
          && piece.get(1) instanceof Number score) {
        tokens[i] = token;
        scores[i] = score.doubleValue();
      } else {
        throw vocabulary.list().get(i).wrong("a token and its score");
      }
    }
    JsonNode unknown = node.get("unk_id");
    int unknownId = unknown.isNull() ? TokenModel.NONE : unknown.count();
    if (unknownId >= tokens.length) {
      throw unknown.wrong("a number below that of the tokens, " + tokens.length);
    }
    return new Unigram(tokens, scores, unknownId, node.get("byte_fallback").flag(false));
  }
}
