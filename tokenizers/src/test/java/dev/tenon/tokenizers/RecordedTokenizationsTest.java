package dev.tenon.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.tokenizers.internal.json.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares tokens, places, words, masks, overflowing parts and decoded texts with those of Hugging
 * Face's library.
 */
final class RecordedTokenizationsTest {
  private static final int LEAST_VOCABULARIES = 17;
  private static final List<String> WHOLE =
      List.of("bert-uncased", "bert-cased", "roberta", "xlm-roberta");

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> tokensAreThoseOfTheLibrary() throws IOException {
    List<String> names = Goldens.names();
    assertThat(names).hasSizeGreaterThanOrEqualTo(LEAST_VOCABULARIES).containsAll(WHOLE);
    return names.stream()
        .map(
            name -> DynamicTest.dynamicTest(name, () -> compare(name, Goldens.file(name), t -> t)));
  }

  @TestFactory
  Stream<DynamicTest> singleSurrogatesAreReplacementCharacters() {
    return WHOLE.stream()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () ->
                        compare(name, Goldens.file(name), RecordedTokenizationsTest::surrogates)));
  }

  /**
   * Makes every second U+FFFD a first surrogate, where no second one follows, others second ones.
   */
  private static String surrogates(String text) {
    StringBuilder result = new StringBuilder(text);
    for (int i = 0; i < text.length(); i++) {
      boolean single =
          i + 1 == text.length()
              || (text.charAt(i + 1) != '\uFFFD' && !Character.isLowSurrogate(text.charAt(i + 1)));
      if (text.charAt(i) == '\uFFFD') {
        result.setCharAt(i, single && i % 2 == 0 ? '\uDBFF' : '\uDC00');
      }
    }
    return result.toString();
  }

  @Test
  void aVocabularyOfLinesIsBert() throws IOException {
    write("vocab.txt", String.join("\n", tokens("bert-uncased")) + "\n");
    compare("bert-uncased", folder, text -> text);
  }

  @Test
  void aConfigurationBesideTheLinesSaysWhetherCaseCounts() throws IOException {
    write("vocab.txt", String.join("\r\n", tokens("bert-cased")) + "\r\n");
    write(
        "tokenizer_config.json",
        "{\"do_lower_case\": false, \"cls_token\": {\"content\": \"[CLS]\"}}");
    compare("bert-cased", folder.resolve("vocab.txt"), text -> text);
  }

  @Test
  void aVocabularyWithMergesIsRoberta() throws IOException {
    String text = Files.readString(Goldens.file("roberta"));
    JsonNode model = JsonNode.parse("roberta", text).get("model");
    String vocabulary =
        text.substring(text.indexOf("\"vocab\":") + 8, text.indexOf(",\"merges\":"));
    // The mask was added behind the vocabulary.
    write("vocab.json", vocabulary.substring(0, vocabulary.length() - 1) + ",\"<mask>\":2000}");
    write(
        "merges.txt",
        model.get("merges").list().stream()
            .map(pair -> pair.list().get(0).text() + " " + pair.list().get(1).text())
            .collect(Collectors.joining("\n", "#version: 0.2\n", "\n")));
    compare("roberta", folder, each -> each);
  }

  private static List<String> tokens(String name) throws IOException {
    JsonNode vocabulary =
        JsonNode.parse(name, Files.readString(Goldens.file(name))).get("model").get("vocab");
    return vocabulary.members().entrySet().stream()
        .sorted((a, b) -> Long.compare((Long) a.getValue(), (Long) b.getValue()))
        .map(each -> each.getKey())
        .toList();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private static void compare(String name, Path file, UnaryOperator<String> change)
      throws IOException {
    try (InputStream records = Goldens.records(name)) {
      RecordedTokenizations all = new RecordedTokenizations(Tokenizer.load(file), records, change);
      all.compare();
      assertThat(all.report()).isEmpty();
      assertThat(all.count()).isEqualTo(WHOLE.contains(name) ? 2000 : 300);
    }
  }
}
