package dev.tenon.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.engine.Engine;
import dev.tenon.testing.Manifests;
import dev.tenon.verify.Verdict;
import dev.tenon.verify.Verdict.Status;
import dev.tenon.verify.Verifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Models that others made, on both engines, against what the original framework recorded. */
final class ForeignKerasTest {
  private static final int LEAST = 250;
  private static final double TOLERANCE = 1e-5;

  /** What does not pass yet; each must still fail, so that a closed gap leaves the list. */
  private static final Set<String> GAPS = Set.of();

  @TestFactory
  Stream<DynamicTest> everyModel() throws IOException {
    assumeTrue(
        Manifests.foreign() != null,
        "set -Dtenon.foreign to the folder of models made by others to run this test");
    Path folder = Objects.requireNonNull(Manifests.foreign());
    List<JsonNode> rows = Manifests.read(folder.resolve("keras-manifest.jsonl"));
    assertThat(rows).hasSizeGreaterThan(LEAST);
    return rows.stream()
        .map(row -> DynamicTest.dynamicTest(row.get("file").asText(), () -> check(folder, row)));
  }

  private static void check(Path folder, JsonNode row) {
    boolean recorded = row.hasNonNull("golden");
    Verifier verifier = new Verifier(List.of(Engine.values()), TOLERANCE, (name, outputs) -> {});
    String file = row.get("file").asText();
    Verdict verdict =
        verifier.verify(
            folder.resolve(file), recorded ? folder.resolve(row.get("golden").asText()) : null);
    if (GAPS.contains(file)) {
      assertThat(verdict.status().good()).as("this passes now: take it out of GAPS").isFalse();
    } else if (row.get("layers").toString().contains("\"Lambda\"")) {
      assertThat(verdict.status()).as(verdict.toString()).isEqualTo(Status.UNSUPPORTED);
      assertThat(verdict.message()).contains("Lambda holds Python code");
    } else {
      assertThat(verdict.status().good()).as(verdict.toString()).isTrue();
    }
  }
}
