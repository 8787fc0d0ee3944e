package dev.tenon.tokenizers.internal.model;

import org.jspecify.annotations.Nullable;

/** Splits words into the tokens of a vocabulary. */
public interface TokenModel {
  /** Stands for a token that does not exist. */
  int NONE = -1;

  /** Appends the tokens of a word that is not empty; places are indices of code points. */
  void tokenize(int[] text, int start, int end, TokenBuffer result);

  /** Returns the number of a token, or {@link #NONE}. */
  int id(String token);

  /** Returns the token of a number, or null. */
  @Nullable String token(int id);

  /** Returns the number of tokens. */
  int size();
}
