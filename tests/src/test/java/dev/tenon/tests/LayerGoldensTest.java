package dev.tenon.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.engine.Engine;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Manifests;
import dev.tenon.verify.Verdict;
import dev.tenon.verify.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every layer and option, as both Keras generations save and compute it, on both engines.
 *
 * <p>What does not pass yet stands in {@code gaps.tsv} with the reason, and must still fail: a gap
 * that was closed has to leave the list.
 */
final class LayerGoldensTest {
  private static final int LEAST = 700;

  @TestFactory
  Stream<DynamicTest> everyLayer() throws IOException {
    Path folder = Checkout.file("tests/goldens/layers");
    List<JsonNode> rows = Manifests.read(folder.resolve("manifest.jsonl"));
    assertThat(rows).hasSizeGreaterThan(LEAST);
    Map<String, String> gaps = gaps(folder.resolve("gaps.tsv"));
    return rows.stream()
        .flatMap(
            row ->
                Stream.of("tensorflow", "onnxruntime")
                    .map(engine -> test(folder, row, engine, gaps)));
  }

  private static Map<String, String> gaps(Path file) throws IOException {
    Map<String, String> gaps = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      String[] cells = line.split("\t", 3);
      gaps.put(cells[0] + " on " + cells[1], cells[2]);
    }
    return gaps;
  }

  private static DynamicTest test(
      Path folder, JsonNode row, String engine, Map<String, String> gaps) {
    String name = row.get("file").asText() + " on " + engine;
    String gap = gaps.get(name);
    return DynamicTest.dynamicTest(
        gap == null ? name : name + " (known gap)",
        () -> {
          Verdict verdict = check(folder, row, engine);
          boolean right =
              verdict.status() == Verdict.Status.OK || verdict.status() == Verdict.Status.WEAK;
          if (gap == null) {
            assertThat(right).as(verdict.toString()).isTrue();
          } else {
            assertThat(right).as("this passes now: take it out of gaps.tsv").isFalse();
          }
        });
  }

  private static Verdict check(Path folder, JsonNode row, String engine) {
    Verifier verifier =
        new Verifier(
            List.of(Engine.of(engine)), row.get("tolerance").asDouble(), (name, outputs) -> {});
    return verifier.verify(
        folder.resolve(row.get("file").asText()), folder.resolve(row.get("golden").asText()));
  }
}
