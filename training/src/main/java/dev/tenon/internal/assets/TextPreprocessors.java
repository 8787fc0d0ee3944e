package dev.tenon.internal.assets;

import java.io.IOException;

/** Makes preprocessors of texts; a {@link java.util.ServiceLoader} finds it. */
public interface TextPreprocessors {
  /**
   * Returns what makes inputs by a tokenizer.
   *
   * @throws IOException if a file of the tokenizer is missing
   */
  TextPreprocessor open(TextAssets assets) throws IOException;
}
