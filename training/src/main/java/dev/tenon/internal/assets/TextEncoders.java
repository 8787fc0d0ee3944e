package dev.tenon.internal.assets;

import java.io.IOException;

/** Makes encoders of texts; a {@link java.util.ServiceLoader} finds it. */
public interface TextEncoders {
  /**
   * Returns the encoder of a tokenizer.
   *
   * @throws IOException if a file of the tokenizer is missing
   */
  TextEncoder open(TextAssets assets) throws IOException;
}
