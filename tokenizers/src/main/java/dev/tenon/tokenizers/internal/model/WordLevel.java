package dev.tenon.tokenizers.internal.model;

import dev.tenon.tokenizers.error.MalformedTokenizerException;

/** Whole words as tokens. */
record WordLevel(TokenTable table, String unknown) implements TableModel {
  @Override
  public void tokenize(int[] text, int start, int end, TokenBuffer result) {
    String word = new String(text, start, end - start);
    int id = table.id(word);
    if (id != NONE) {
      result.add(id, word, start, end);
      return;
    }
    int unknownId = table.id(unknown);
    if (unknownId == NONE) {
      throw new MalformedTokenizerException(
          "model.unk_token: the vocabulary has no such token, and the text an unknown word");
    }
    result.add(unknownId, unknown, start, end);
  }
}
