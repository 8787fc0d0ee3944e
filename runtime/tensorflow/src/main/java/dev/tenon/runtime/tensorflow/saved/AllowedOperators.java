package dev.tenon.runtime.tensorflow.saved;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The operations that a file's graph may use; everything else is refused by name. */
final class AllowedOperators {
  private static final Set<String> NAMES = read();

  private AllowedOperators() {}

  static boolean has(String operator) {
    return NAMES.contains(operator);
  }

  static Set<String> all() {
    return NAMES;
  }

  private static Set<String> read() {
    try (InputStream list =
            Objects.requireNonNull(AllowedOperators.class.getResourceAsStream("operators.txt"));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .flatMap(line -> Arrays.stream(line.split(" ")))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
