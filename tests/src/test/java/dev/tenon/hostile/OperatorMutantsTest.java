package dev.tenon.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.testing.Checkout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Seeded mutants of small models of each ONNX operator, on both engines, in processes that may die:
 * no death, no hang, only documented exceptions.
 *
 * <p>{@code -Dtenon.operator.mutations=5000} tries so many; {@code -Dtenon.seed=7} makes others;
 * {@code -Dtenon.operator.number=42} repeats one that a report names; {@code
 * -Dtenon.operator=Conv,TopK} takes some operators only.
 */
final class OperatorMutantsTest {
  private static final int COUNT = Integer.getInteger("tenon.operator.mutations", 300);
  private static final int NUMBER = Integer.getInteger("tenon.operator.number", -1);
  private static final int FIRST = Integer.getInteger("tenon.operator.first", 0);
  private static final long SEED = Long.getLong("tenon.seed", 20_261_128);

  @Test
  void onlyDocumentedExceptions(@TempDir Path work) throws Exception {
    MutantRun run = new MutantRun(OperatorMutants.class, Checkout.root(), work, SEED);
    MutantRun.Report report = NUMBER < 0 ? run.take(FIRST, COUNT) : run.take(NUMBER, 1);
    Path kept = Checkout.file("tests/target/hostile");
    Files.createDirectories(kept);
    Files.writeString(kept.resolve("operators-" + SEED + ".txt"), report.toString());
    System.out.println(report.toString().lines().findFirst().orElse(""));
    assertThat(report.findings()).as("%s", report).isEmpty();
  }
}
