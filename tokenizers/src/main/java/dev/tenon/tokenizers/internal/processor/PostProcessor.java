package dev.tenon.tokenizers.internal.processor;

import java.util.List;

/** Puts special tokens around one or two sequences. */
public interface PostProcessor {
  /** Returns how many tokens are added. */
  int added(boolean pair);

  /** Returns the sequences and the special tokens in the order of the result. */
  List<TokenSequence> process(List<TokenSequence> sequences, boolean addSpecialTokens);
}
