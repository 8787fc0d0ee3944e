package dev.tenon.tokenizers.internal.pretokenizer;

import dev.tenon.tokenizers.internal.text.Pieces;

/** Splits text into words. Added tokens stay as they are. */
@FunctionalInterface
public interface PreTokenizer {
  /** Returns the words of parts. */
  Pieces split(Pieces pieces);
}
