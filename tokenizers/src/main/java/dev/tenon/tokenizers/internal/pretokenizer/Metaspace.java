package dev.tenon.tokenizers.internal.pretokenizer;

import dev.tenon.tokenizers.internal.json.JsonNode;
import dev.tenon.tokenizers.internal.text.AlignedText;
import dev.tenon.tokenizers.internal.text.Pieces;
import java.util.List;

/** SentencePiece's words: blanks become visible and begin a word. */
public final class Metaspace implements PreTokenizer {
  private final int replacement;
  private final String prependScheme;
  private final boolean split;

  private Metaspace(int replacement, String prependScheme, boolean split) {
    this.replacement = replacement;
    this.prependScheme = prependScheme;
    this.split = split;
  }

  /** Reads the options. */
  public static Metaspace read(JsonNode node) {
    JsonNode scheme = node.get("prepend_scheme");
    String prepend = scheme.text("always");
    if (!List.of("always", "first", "never").contains(prepend)) {
      throw scheme.unknown(List.of("always", "first", "never"));
    }
    if (!node.get("add_prefix_space").flag(true)) {
      if (!scheme.isNull() && !prepend.equals("never")) {
        throw scheme.wrong("\"never\", as add_prefix_space is false");
      }
      prepend = "never";
    }
    return new Metaspace(
        node.get("replacement").codePoint(), prepend, node.get("split").flag(true));
  }

  /** Returns the character that stands for a blank. */
  public int replacement() {
    return replacement;
  }

  /** Says whether a text may begin with a blank that was added. */
  public boolean prepends() {
    return !prependScheme.equals("never");
  }

  @Override
  public Pieces split(Pieces pieces) {
    AlignedText text = pieces.text();
    AlignedText words = new AlignedText(text.length() + pieces.size() + 8);
    Pieces result = new Pieces(words, pieces.size() + text.length() / 4 + 8);
    for (int i = 0; i < pieces.size(); i++) {
      int from = words.length();
      if (pieces.token(i) != Pieces.NO_TOKEN) {
        words.add(text, pieces.start(i), pieces.end(i));
        result.add(from, words.length(), pieces.token(i));
      } else {
        add(text, pieces.start(i), pieces.end(i), words);
        cut(words, from, result);
      }
    }
    return result;
  }

  private void add(AlignedText text, int start, int end, AlignedText words) {
    int first = text.codePoint(start);
    if (first != ' ' && first != replacement && prependsAt(text.start(start))) {
      words.add(replacement, text, start);
    }
    int from = words.length();
    words.add(text, start, end);
    for (int i = from; i < words.length(); i++) {
      if (words.codePoint(i) == ' ') {
        words.set(i, replacement);
      }
    }
  }

  private boolean prependsAt(int offset) {
    return prependScheme.equals("always") || (prependScheme.equals("first") && offset == 0);
  }

  private void cut(AlignedText words, int from, Pieces result) {
    int first = from;
    for (int i = from + 1; split && i < words.length(); i++) {
      if (words.codePoint(i) == replacement) {
        result.add(first, i);
        first = i;
      }
    }
    result.add(first, words.length());
  }
}
