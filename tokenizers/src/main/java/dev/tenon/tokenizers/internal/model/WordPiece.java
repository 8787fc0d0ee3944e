package dev.tenon.tokenizers.internal.model;

import dev.tenon.tokenizers.error.MalformedTokenizerException;
import dev.tenon.tokenizers.internal.text.AlignedText;

/**
 * The longest token that a word begins with, again and again. Tokens inside a word have a prefix.
 *
 * @see <a href="https://arxiv.org/abs/1609.08144">Wu et al., 2016</a>
 */
final class WordPiece extends WordCache implements TableModel {
  private final TokenTable table;
  private final TokenTrie trie;
  private final int inner;
  private final String unknown;
  private final int unknownId;
  private final int mostCharacters;

  WordPiece(TokenTable table, String unknown, String prefix, int mostCharacters) {
    this.table = table;
    this.unknown = unknown;
    this.mostCharacters = mostCharacters;
    unknownId = table.id(unknown);
    trie = new TokenTrie(table.size());
    table.ids().forEach(trie::put);
    int[] letters = AlignedText.codePoints(prefix);
    inner = trie.node(letters, 0, letters.length);
  }

  @Override
  void compute(int[] text, int start, int end, TokenBuffer result) {
    int before = result.size();
    boolean known = end - start <= mostCharacters;
    for (int at = start; known && at < end; ) {
      int node = at == start ? TokenTrie.ROOT : inner;
      int found = TokenTrie.NONE;
      int foundEnd = at;
      for (int i = at; i < end && node != TokenTrie.NONE; i++) {
        node = trie.next(node, text[i]);
        if (node != TokenTrie.NONE && trie.value(node) != TokenTrie.NONE) {
          found = trie.value(node);
          foundEnd = i + 1;
        }
      }
      known = found != TokenTrie.NONE;
      if (known) {
        result.add(found, table.known(found), at, foundEnd);
        at = foundEnd;
      }
    }
    if (!known) {
      result.truncate(before);
      result.add(unknownId(), unknown, start, end);
    }
  }

  private int unknownId() {
    if (unknownId == NONE) {
      throw new MalformedTokenizerException(
          "model.unk_token: the vocabulary has no such token, and the text a word without tokens");
    }
    return unknownId;
  }

  @Override
  public TokenTable table() {
    return table;
  }
}
