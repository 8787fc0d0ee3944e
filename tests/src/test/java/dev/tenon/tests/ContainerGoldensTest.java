package dev.tenon.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.engine.Engine;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Manifests;
import dev.tenon.verify.Verdict;
import dev.tenon.verify.Verifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Files as several TensorFlows wrote them, on Linux and on Windows, on both engines. */
final class ContainerGoldensTest {
  private static final double TOLERANCE = 1e-5;

  @TestFactory
  Stream<DynamicTest> everyContainer() throws IOException {
    Path folder = Checkout.file("tests/goldens/containers");
    List<JsonNode> rows = Manifests.read(folder.resolve("manifest.jsonl"));
    assertThat(rows).hasSizeGreaterThanOrEqualTo(4);
    Verifier verifier = new Verifier(List.of(Engine.values()), TOLERANCE, (name, outputs) -> {});
    return rows.stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.get("file").asText(),
                    () -> {
                      Verdict verdict =
                          verifier.verify(
                              folder.resolve(row.get("file").asText()),
                              folder.resolve(row.get("golden").asText()));
                      assertThat(verdict.status())
                          .as(verdict.toString())
                          .isEqualTo(Verdict.Status.OK);
                    }));
  }
}
