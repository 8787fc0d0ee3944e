package dev.tenon.tokenizers.internal.model;

import dev.tenon.tokenizers.error.MalformedTokenizerException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Characters, of which pairs become one by the order of learned merges.
 *
 * @see <a href="https://arxiv.org/abs/1508.07909">Sennrich et al., 2016</a>
 */
final class BytePairEncoding extends WordCache implements TableModel {
  /** The options of the file format. */
  record Options(
      @Nullable String unknown,
      String prefix,
      String suffix,
      boolean fuseUnknown,
      boolean byteFallback,
      boolean ignoreMerges) {}

  private static final int PLAIN_LETTERS = 1024;

  private final TokenTable table;
  private final MergeTable merges;
  private final Options options;
  private final int[] letters = new int[PLAIN_LETTERS];

  BytePairEncoding(TokenTable table, MergeTable merges, Options options) {
    this.table = table;
    this.merges = merges;
    this.options = options;
    for (int c = 0; c < letters.length; c++) {
      letters[c] = table.id(Character.toString(c));
    }
  }

  @Override
  void compute(int[] text, int start, int end, TokenBuffer result) {
    if (options.ignoreMerges()) {
      String word = new String(text, start, end - start);
      int id = table.id(word);
      if (id != NONE) {
        result.add(id, word, start, end);
        return;
      }
    }
    SymbolList symbols = new SymbolList(end - start);
    boolean regular = addSymbols(text, start, end, symbols);
    symbols.merge(merges);
    if (regular) {
      int at = start;
      for (int i = 0; i < symbols.size(); i++) {
        int to = at + symbols.length(i);
        result.add(symbols.id(i), table.known(symbols.id(i)), at, to);
        at = to;
      }
    } else {
      addByBytes(text, start, end, symbols, result);
    }
  }

  /** Returns false where symbols do not stand for one character each, in order. */
  private boolean addSymbols(int[] text, int start, int end, SymbolList symbols) {
    boolean regular = true;
    int unknownLength = 0;
    int unknownBytes = 0;
    for (int i = start; i < end; i++) {
      int bytes = bytes(text[i]);
      int id = letter(text[i], i == start, i == end - 1);
      if (id == NONE
          && options.byteFallback()
          && addBytes(text[i], i == start, i == end - 1, symbols)) {
        regular = false;
        continue;
      }
      boolean pending = unknownLength > 0;
      if (pending && (id != NONE || (options.unknown() != null && !options.fuseUnknown()))) {
        symbols.add(unknownId(), unknownLength, unknownBytes);
        unknownLength = 0;
        unknownBytes = 0;
      }
      if (id != NONE) {
        symbols.add(id, 1, bytes);
      } else if (options.unknown() == null) {
        regular = false; // The library drops the character and shifts the places behind it.
      } else {
        unknownId();
        unknownLength++;
        unknownBytes += bytes;
      }
    }
    if (unknownLength > 0) {
      symbols.add(unknownId(), unknownLength, unknownBytes);
    }
    return regular;
  }

  private int letter(int c, boolean first, boolean last) {
    boolean prefixed = !first && !options.prefix().isEmpty();
    boolean suffixed = last && !options.suffix().isEmpty();
    if (!prefixed && !suffixed) {
      return c < PLAIN_LETTERS ? letters[c] : table.id(Character.toString(c));
    }
    return table.id(spelling(c, first, last));
  }

  private String spelling(int c, boolean first, boolean last) {
    return (first ? "" : options.prefix()) + Character.toString(c) + (last ? options.suffix() : "");
  }

  private boolean addBytes(int c, boolean first, boolean last, SymbolList symbols) {
    byte[] bytes = spelling(c, first, last).getBytes(StandardCharsets.UTF_8);
    int[] ids = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      ids[i] = table.id(ByteTokens.name(bytes[i] & 0xFF));
      if (ids[i] == NONE) {
        return false;
      }
    }
    for (int id : ids) {
      symbols.add(id, 1, 1);
    }
    return true;
  }

  private int unknownId() {
    int id = options.unknown() == null ? NONE : table.id(options.unknown());
    if (id == NONE) {
      throw new MalformedTokenizerException(
          "model.unk_token: the vocabulary has no such token, and the text an unknown character");
    }
    return id;
  }

  /** Places tokens by their numbers of bytes, counted from the word's first byte. */
  private void addByBytes(int[] text, int start, int end, SymbolList symbols, TokenBuffer result) {
    int at = start;
    int behind = bytes(text[start]); // bytes of the word up to the end of the character `at`
    int position = 0;
    for (int i = 0; i < symbols.size(); i++) {
      while (behind <= position && at + 1 < end) {
        behind += bytes(text[++at]);
      }
      int first = at;
      position += symbols.bytes(i);
      while (behind < position && at + 1 < end) {
        behind += bytes(text[++at]);
      }
      result.add(symbols.id(i), table.known(symbols.id(i)), first, at + 1);
    }
  }

  private static int bytes(int c) {
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  }

  @Override
  public TokenTable table() {
    return table;
  }
}
