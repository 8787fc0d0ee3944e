package dev.tenon.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.verify.Verdict;
import dev.tenon.verify.Verifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every layer and option, as both Keras generations save and compute it, on both engines. */
final class LayerGoldensTest {
  private static final int LEAST = 700;

  @TestFactory
  Stream<DynamicTest> everyLayer() throws IOException {
    Path folder = Manifests.root().resolve("tests/goldens/layers");
    List<JsonNode> rows = Manifests.read(folder.resolve("manifest.jsonl"));
    assertThat(rows).hasSizeGreaterThan(LEAST);
    return rows.stream()
        .flatMap(
            row ->
                Stream.of("tensorflow", "onnxruntime")
                    .map(
                        engine ->
                            DynamicTest.dynamicTest(
                                row.get("file").asText() + " on " + engine,
                                () -> check(folder, row, engine))));
  }

  private static void check(Path folder, JsonNode row, String engine) {
    Verifier verifier =
        new Verifier(List.of(engine), row.get("tolerance").asDouble(), (name, outputs) -> {});
    Verdict verdict =
        verifier.verify(
            folder.resolve(row.get("file").asText()), folder.resolve(row.get("golden").asText()));
    assertThat(verdict.status())
        .as(verdict.toString())
        .isIn(Verdict.Status.OK, Verdict.Status.WEAK);
  }
}
