package dev.tenon.tokenizers.internal.pretokenizer;

import dev.tenon.tokenizers.internal.json.JsonNode;
import dev.tenon.tokenizers.internal.pattern.PatternReader;
import dev.tenon.tokenizers.internal.text.Pieces;
import dev.tenon.tokenizers.internal.unicode.CodePointSet;
import dev.tenon.tokenizers.internal.unicode.UnicodeData;
import java.util.List;

/** Reads the member {@code pre_tokenizer} of {@code tokenizer.json}. */
public final class PreTokenizerReader {
  private static final List<String> KNOWN =
      List.of(
          "BertPreTokenizer",
          "ByteLevel",
          "CharDelimiterSplit",
          "Digits",
          "FixedLength",
          "Metaspace",
          "Punctuation",
          "Sequence",
          "Split",
          "Whitespace",
          "WhitespaceSplit");
  private static final int LENGTH_OF_PARTS = 5;

  private PreTokenizerReader() {}

  /** Reads a pre-tokenizer; null is one that splits nothing. */
  public static PreTokenizer read(JsonNode node) {
    if (node.isNull()) {
      return pieces -> pieces;
    }
    JsonNode type = node.get("type");
    return switch (type.text()) {
      case "BertPreTokenizer" -> WordPreTokenizers::bert;
      case "ByteLevel" ->
          new ByteLevelPreTokenizer(
              node.get("add_prefix_space").flag(), node.get("use_regex").flag(true));
      case "CharDelimiterSplit" -> delimiter(node.get("delimiter").codePoint());
      case "Digits" ->
          new SplitPreTokenizer(
              UnicodeData.numeric(),
              node.get("individual_digits").flag()
                  ? SplitBehavior.ISOLATED
                  : SplitBehavior.CONTIGUOUS);
      case "FixedLength" -> fixedLength(node.get("length"));
      case "Metaspace" -> Metaspace.read(node);
      case "Punctuation" -> punctuation(node.get("behavior"));
      case "Sequence" -> sequence(node.get("pretokenizers"));
      case "Split" ->
          new SplitPreTokenizer(
              PatternReader.read(node.get("pattern")),
              node.get("invert").flag(),
              SplitBehavior.read(node.get("behavior")));
      case "Whitespace" -> WordPreTokenizers::whitespace;
      case "WhitespaceSplit" ->
          new SplitPreTokenizer(UnicodeData.whiteSpace(), SplitBehavior.REMOVED);
      default -> throw type.unknown(KNOWN);
    };
  }

  private static PreTokenizer delimiter(int c) {
    CodePointSet set = new CodePointSet.Builder().add(c, c + 1).build();
    return new SplitPreTokenizer(set, SplitBehavior.REMOVED);
  }

  private static PreTokenizer punctuation(JsonNode behavior) {
    return new SplitPreTokenizer(
        UnicodeData.punctuation(),
        behavior.isNull() ? SplitBehavior.ISOLATED : SplitBehavior.read(behavior));
  }

  private static PreTokenizer fixedLength(JsonNode length) {
    int count = length.isNull() ? LENGTH_OF_PARTS : length.count();
    if (count == 0) {
      throw length.wrong("a length of at least 1");
    }
    return pieces -> WordPreTokenizers.fixedLength(pieces, count);
  }

  private static PreTokenizer sequence(JsonNode parts) {
    PreTokenizer[] all =
        parts.list().stream().map(PreTokenizerReader::read).toArray(PreTokenizer[]::new);
    return pieces -> {
      Pieces result = pieces;
      for (PreTokenizer each : all) {
        result = each.split(result);
      }
      return result;
    };
  }
}
