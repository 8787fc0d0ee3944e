package dev.tenon.tokenizers;

import java.util.List;

/** Checks of arguments. */
final class TokenizerArguments {
  private TokenizerArguments() {}

  static void notNegative(String name, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(
          "%s: Expected: 0 or more. Received: %d".formatted(name, value));
    }
  }

  static void oneOf(String name, String value, List<String> known) {
    if (!known.contains(value)) {
      throw new IllegalArgumentException(
          "%s: Expected: one of %s. Received: \"%s\"".formatted(name, known, value));
    }
  }
}
