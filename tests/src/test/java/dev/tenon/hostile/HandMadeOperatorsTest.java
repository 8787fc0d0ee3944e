package dev.tenon.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.testing.Checkout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operators with operands that ended the process once: see {@link HandMadeOperators}. */
final class HandMadeOperatorsTest {
  private static final int NUMBER = Integer.getInteger("tenon.operator.number", -1);

  @Test
  void noneEndsTheProcess(@TempDir Path work) throws Exception {
    int count = new HandMadeOperators(new MutantKind.Setting(Checkout.root(), work, 0)).count();
    MutantRun run = new MutantRun(HandMadeOperators.class, Checkout.root(), work, 0);
    MutantRun.Report report = NUMBER < 0 ? run.take(0, count) : run.take(NUMBER, 1);
    Path kept = Checkout.file("tests/target/hostile");
    Files.createDirectories(kept);
    Files.writeString(kept.resolve("hand-made-operators.txt"), report.toString());
    System.out.println(report.toString().lines().findFirst().orElse(""));
    assertThat(report.findings()).as("%s", report).isEmpty();
  }
}
