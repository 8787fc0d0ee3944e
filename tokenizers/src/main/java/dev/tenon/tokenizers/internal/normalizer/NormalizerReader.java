package dev.tenon.tokenizers.internal.normalizer;

import dev.tenon.tokenizers.internal.json.JsonNode;
import dev.tenon.tokenizers.internal.pattern.PatternReader;
import dev.tenon.tokenizers.internal.pretokenizer.ByteLevelPreTokenizer;
import dev.tenon.tokenizers.internal.text.AlignedText;
import dev.tenon.tokenizers.internal.unicode.UnicodeData;
import java.util.Base64;
import java.util.List;

/** Reads the member {@code normalizer} of {@code tokenizer.json}. */
public final class NormalizerReader {
  private static final List<String> KNOWN =
      List.of(
          "BertNormalizer",
          "ByteLevel",
          "Lowercase",
          "NFC",
          "NFD",
          "NFKC",
          "NFKD",
          "Nmt",
          "Precompiled",
          "Prepend",
          "Replace",
          "Sequence",
          "Strip",
          "StripAccents");

  private NormalizerReader() {}

  /** Reads a normalizer; null is one that changes nothing. */
  public static TextNormalizer read(JsonNode node) {
    if (node.isNull()) {
      return text -> text;
    }
    JsonNode type = node.get("type");
    return switch (type.text()) {
      case "BertNormalizer", "Bert" -> bert(node);
      case "ByteLevel" -> text -> text.length() == 0 ? text : ByteLevelPreTokenizer.bytes(text);
      case "Lowercase" -> CharacterNormalizers::lowercase;
      case "NFC" -> text -> UnicodeForms.compose(text, false);
      case "NFD" -> text -> UnicodeForms.decompose(text, false);
      case "NFKC" -> text -> UnicodeForms.compose(text, true);
      case "NFKD" -> text -> UnicodeForms.decompose(text, true);
      case "Nmt" -> CharacterNormalizers::nmt;
      case "Precompiled" -> precompiled(node.get("precompiled_charsmap"));
      case "Prepend" -> prepend(node);
      case "Replace" ->
          new ReplaceNormalizer(
              PatternReader.read(node.get("pattern")),
              AlignedText.codePoints(node.get("content").text()));
      case "Sequence" -> sequence(node.get("normalizers"));
      case "Strip" -> strip(node);
      case "StripAccents" ->
          text -> CharacterNormalizers.remove(text, UnicodeData.combiningMarks());
      default -> throw type.unknown(KNOWN);
    };
  }

  private static TextNormalizer bert(JsonNode node) {
    boolean lowercase = node.get("lowercase").flag();
    return new BertNormalizer(
        node.get("clean_text").flag(),
        node.get("handle_chinese_chars").flag(),
        node.get("strip_accents").flag(lowercase),
        lowercase);
  }

  private static TextNormalizer precompiled(JsonNode charsMap) {
    try {
      return new PrecompiledNormalizer(Base64.getDecoder().decode(charsMap.text()));
    } catch (IllegalArgumentException e) {
      throw charsMap.wrong("bytes in Base64");
    }
  }

  private static TextNormalizer prepend(JsonNode node) {
    int[] prefix = AlignedText.codePoints(node.get("prepend").text());
    return text -> CharacterNormalizers.prepend(text, prefix);
  }

  private static TextNormalizer strip(JsonNode node) {
    boolean left = node.get("strip_left").flag();
    boolean right = node.get("strip_right").flag();
    return text -> CharacterNormalizers.strip(text, left, right);
  }

  private static TextNormalizer sequence(JsonNode parts) {
    TextNormalizer[] all =
        parts.list().stream().map(NormalizerReader::read).toArray(TextNormalizer[]::new);
    return text -> {
      AlignedText result = text;
      for (TextNormalizer each : all) {
        result = each.normalize(result);
      }
      return result;
    };
  }
}
