package dev.tenon.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.op.Operators;
import dev.tenon.layers.catalog.LayerCatalog;
import dev.tenon.layers.common.LayerEntry;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Every operator has a mapping or a reason on both sides, every layer a recording or a reason.
 *
 * <p>The pages of the documentation that list them are written by this test where {@code
 * tenon.pages} is {@code write}, and compared otherwise.
 */
final class CoverageTest {
  private static final String COMMAND =
      "mvn -q -pl tests -am test -Dtest=CoverageTest -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Dtenon.pages=write";

  @Test
  void everyOperatorIsMappedOrRefusedWithAReason() {
    assertThat(Operators.all()).hasSizeGreaterThan(130);
    for (Class<? extends Operator> record : Operators.all()) {
      assertThat(OperatorsPage.tensorFlow(record))
          .as("TensorFlow mapping of %s, or unsupported(%1$s, reason)", record.getSimpleName())
          .isNotEmpty();
      assertThat(OperatorsPage.onnx(record))
          .as("ONNX export of %s, or unsupported(%1$s, reason)", record.getSimpleName())
          .isNotEmpty();
    }
  }

  @Test
  void everyLayerHasAGoldenOrAReason() throws IOException {
    Map<String, List<LayersPage.Recorded>> goldens = LayersPage.goldens();
    assertThat(LayerCatalog.all()).hasSizeGreaterThan(90);
    for (LayerEntry entry : LayerCatalog.all()) {
      boolean recorded = goldens.containsKey(entry.className());
      boolean excused = LayersPage.WITHOUT_GOLDEN.containsKey(entry.className());
      assertThat(recorded ^ excused)
          .as("%s has a golden, or a reason here why not; never both", entry.className())
          .isTrue();
    }
  }

  @Test
  void pagesAreFresh() throws IOException {
    compare("operators.md", OperatorsPage.write(COMMAND));
    compare("layers.md", LayersPage.write(COMMAND));
    compare("ops.md", OpsPage.write(COMMAND));
  }

  private static void compare(String page, String written) throws IOException {
    Path file = Checkout.file("docs").resolve(page);
    if (System.getProperty("tenon.pages", "").equals("write")) {
      Files.writeString(file, written);
      return;
    }
    assertThat(Files.exists(file) ? Files.readString(file) : "")
        .as("docs/%s is stale; write it again with: %s", page, COMMAND)
        .isEqualTo(written);
  }
}
