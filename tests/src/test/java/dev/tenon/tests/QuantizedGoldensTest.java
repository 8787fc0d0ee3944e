package dev.tenon.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.Model;
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
import org.junit.jupiter.api.io.TempDir;

/** Models that Keras has quantised, on both engines, as Keras saved them and saved once more. */
final class QuantizedGoldensTest {
  private static final double TOLERANCE = 1e-5;

  /** Eight bits of a bfloat16 number. */
  private static final double HALF = 1.0 / 128;

  @TempDir Path temp;

  @TestFactory
  Stream<DynamicTest> everyMode() throws IOException {
    Path folder = Checkout.file("tests/goldens/quantized");
    List<JsonNode> rows = Manifests.read(folder.resolve("manifest.jsonl"));
    assertThat(rows).hasSizeGreaterThanOrEqualTo(80);
    return rows.stream()
        .map(
            row -> {
              String file = row.get("file").asText();
              Path golden = folder.resolve(row.get("golden").asText());
              return DynamicTest.dynamicTest(
                  file,
                  () -> {
                    check(folder.resolve(file), golden);
                    Path again = temp.resolve(file + ".keras");
                    Model.load(folder.resolve(file)).save(again);
                    check(again, golden);
                  });
            });
  }

  private static void check(Path file, Path golden) {
    // Two engines add up a row in bfloat16 in another order.
    double most = file.getFileName().toString().contains("bfloat16") ? HALF : TOLERANCE;
    Verifier verifier = new Verifier(List.of(Engine.values()), most, (name, outputs) -> {});
    Verdict verdict = verifier.verify(file, golden);
    assertThat(verdict.status()).as(verdict.toString()).isEqualTo(Verdict.Status.OK);
    // A model in float8 holds a cast to bfloat16, of which the verifier is more patient.
    assertThat(verdict.relDiff()).as(verdict.toString()).isLessThanOrEqualTo(most);
  }
}
