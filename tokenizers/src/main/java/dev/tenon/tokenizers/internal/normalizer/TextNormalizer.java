package dev.tenon.tokenizers.internal.normalizer;

import dev.tenon.tokenizers.internal.text.AlignedText;

/** Brings text into the form that a vocabulary was made for. */
@FunctionalInterface
public interface TextNormalizer {
  /** Returns the new form; the argument may be changed or be the result. */
  AlignedText normalize(AlignedText text);
}
