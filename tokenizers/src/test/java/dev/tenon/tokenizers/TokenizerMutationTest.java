package dev.tenon.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.tokenizers.error.MalformedTokenizerException;
import dev.tenon.tokenizers.error.UnsupportedTokenizerException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damages tokenizer files at random and uses them: what comes of it must be a sentence, in time.
 *
 * <p>{@code -Dtenon.mutations} sets how many mutants there are in all.
 */
final class TokenizerMutationTest {
  private static final int COUNT = Integer.getInteger("tenon.mutations", 100);
  private static final long SEED = Long.getLong("tenon.seed", 20261130);
  private static final double MOST_SECONDS = 10;
  private static final List<String> TEXTS =
      List.of(
          "",
          "Hello, wörld! 中文 ﬁne\u0301 👍🏽 <mask>  [SEP]\n\u0000\uD800 12,345",
          "a ".repeat(200));
  private static final List<String> SNIPPETS =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "-1",
          "1e999",
          "4294967296",
          "\"\"",
          "[]",
          "{}",
          "\"\\ud800\"",
          "\"Sequence\"",
          "\"(a+)+$\"",
          "\"[\"",
          "\"\\\\p{L}\"",
          "[[[[",
          "2147483647",
          "0.5");

  @TempDir Path folder;

  @Test
  void everyMutantIsReadOrRefused() throws IOException {
    List<String> names = Goldens.names();
    List<String> bad = new ArrayList<>();
    int refused = 0;
    for (int i = 0; i < COUNT; i++) {
      String name = names.get(i % names.size());
      Random random = new Random(SEED + i);
      byte[] mutant = mutate(Files.readAllBytes(Goldens.file(name)), random);
      long start = System.nanoTime();
      try {
        refused += isRead(mutant) ? 0 : 1;
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        bad.add("%s, mutant %d: %s".formatted(name, i, e));
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      if (seconds > MOST_SECONDS) {
        bad.add("%s, mutant %d: %.1f s".formatted(name, i, seconds));
      }
    }
    assertThat(bad).isEmpty();
    assertThat(refused).isBetween(COUNT / 4, COUNT - 1);
  }

  private boolean isRead(byte[] mutant) throws IOException {
    Path file = folder.resolve("tokenizer.json");
    Files.write(file, mutant);
    try {
      Tokenizer tokenizer = Tokenizer.load(file);
      for (String text : TEXTS) {
        use(tokenizer, text);
      }
      return true;
    } catch (MalformedTokenizerException | UnsupportedTokenizerException e) {
      assertThat(e.getMessage()).hasSizeLessThan(1000).doesNotContain("\n");
      return false;
    }
  }

  private static void use(Tokenizer tokenizer, String text) {
    try {
      Encoding encoding = tokenizer.encode(text, text);
      assertThat(encoding.tokens()).hasSize(encoding.ids().length);
      tokenizer.decode(tokenizer.encode(text).ids(), false);
    } catch (IllegalArgumentException e) {
      // A text that is too short for the file's truncation.
      assertThat(e.getMessage()).startsWith("Truncation");
    }
  }

  private static byte[] mutate(byte[] good, Random random) {
    byte[] bytes = good.clone();
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      // The vocabulary is most of a file: half of the changes are in front of it.
      int within = random.nextBoolean() ? Math.min(3000, bytes.length) : bytes.length;
      int at = random.nextInt(within);
      bytes =
          switch (random.nextInt(6)) {
            case 0 -> spliced(bytes, at, 1, new byte[] {(byte) random.nextInt(256)});
            case 1 -> spliced(bytes, at, random.nextInt(20), new byte[0]);
            case 2 -> spliced(bytes, at, 0, part(bytes, random));
            case 3 -> value(bytes, at, random);
            case 4 -> value(bytes, at, random);
            default ->
                random.nextInt(8) == 0
                    ? java.util.Arrays.copyOf(bytes, at)
                    : value(bytes, at, random);
          };
    }
    return bytes;
  }

  /** Replaces the value behind the next colon or comma. */
  private static byte[] value(byte[] bytes, int from, Random random) {
    int at = from;
    while (at < bytes.length && bytes[at] != ':' && bytes[at] != ',') {
      at++;
    }
    int end = Math.min(at + 1, bytes.length);
    while (end < bytes.length && ",}]".indexOf(bytes[end]) < 0) {
      end++;
    }
    byte[] value = SNIPPETS.get(random.nextInt(SNIPPETS.size())).getBytes(StandardCharsets.UTF_8);
    return spliced(bytes, Math.min(at + 1, bytes.length), end - at - 1, value);
  }

  private static byte[] part(byte[] bytes, Random random) {
    int start = random.nextInt(bytes.length);
    return java.util.Arrays.copyOfRange(
        bytes, start, Math.min(bytes.length, start + random.nextInt(200)));
  }

  private static byte[] spliced(byte[] bytes, int at, int removed, byte[] added) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, Math.min(at, bytes.length));
    out.writeBytes(added);
    int rest = Math.min(bytes.length, at + Math.max(0, removed));
    out.write(bytes, rest, bytes.length - rest);
    return out.toByteArray();
  }
}
