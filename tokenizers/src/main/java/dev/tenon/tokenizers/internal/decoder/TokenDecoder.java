package dev.tenon.tokenizers.internal.decoder;

import java.util.List;

/** Makes readable text of tokens. The text is the results one after another. */
@FunctionalInterface
public interface TokenDecoder {
  /** Returns the readable form of tokens. */
  List<String> decode(List<String> tokens);
}
