package dev.tenon.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.testing.Checkout;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every operation that a stored TensorFlow graph may use, as it should be and damaged, in processes
 * that may die: none does, none hangs, and only documented exceptions come out.
 *
 * <p>{@code -Dtenon.tensorflow.mutations=10000} takes so many, {@code -Dtenon.seed} makes others,
 * {@code -Dtenon.mutations.first} begins with the number that a report names.
 */
final class OperationMutantsTest {
  private static final int COUNT = Integer.getInteger("tenon.tensorflow.mutations", 200);
  private static final int FIRST = Integer.getInteger("tenon.mutations.first", 0);
  private static final long FITTING_SEED = 20_261_128L;
  private static final long SEED = Long.getLong("tenon.seed", FITTING_SEED);

  @Test
  void undamagedOperationsRun(@TempDir Path work) throws Exception {
    MutantRun.Report report =
        // Not another seed: what is drawn need not fit each operation.
        new MutantRun(FittingOperations.class, Checkout.root(), work, FITTING_SEED)
            .take(0, new Operations().size());
    System.out.println("undamaged operations, " + report);
    assertThat(report.findings()).as("%s", report).isEmpty();
  }

  @Test
  void onlyDocumentedExceptions(@TempDir Path work) throws Exception {
    MutantRun.Report report =
        new MutantRun(OperationMutants.class, Checkout.root(), work, SEED).take(FIRST, COUNT);
    System.out.println("stored operations, " + report);
    assertThat(report.findings()).as("%s", report).isEmpty();
  }
}
