package dev.tenon.data.sets;

import org.jspecify.annotations.Nullable;

/** The arguments that Keras' data sets of texts have in common. */
interface WordOptions {
  @Nullable Integer numWords();

  int skipTop();

  @Nullable Integer maxlen();

  @Nullable Integer startChar();

  @Nullable Integer oovChar();

  int indexFrom();
}
