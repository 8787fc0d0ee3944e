package dev.tenon.internal.train.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How many batches are learned from at once. */
final class StepBlocksTest {
  private static final int TOGETHER = 8;
  private static final long QUICK = 1_000;
  private static final long SLOW = 1_000_000;
  private static final long LONG = 100_000_000;
  private static final long FEW = 4096;

  private static int wanted(long collecting, long learning) {
    StepBlocks blocks = new StepBlocks();
    blocks.collected(TOGETHER, TOGETHER * collecting);
    blocks.learned(TOGETHER, TOGETHER * learning);
    return blocks.wanted(TOGETHER);
  }

  @Test
  void severalRunsAreForQuickBatchesAndShortSteps() {
    assertThat(wanted(QUICK, SLOW)).isEqualTo(StepBlocks.RUNS * TOGETHER);
    assertThat(wanted(SLOW, SLOW)).isEqualTo(TOGETHER);
    assertThat(wanted(QUICK, LONG)).isEqualTo(TOGETHER);
  }

  @Test
  void theFirstBatchesAreOneRun() {
    assertThat(new StepBlocks().wanted(TOGETHER)).isEqualTo(TOGETHER);
  }

  @Test
  void anEngineOfSingleStepsIsAskedForOne() {
    StepBlocks blocks = new StepBlocks();
    blocks.collected(1, QUICK);
    blocks.learned(1, SLOW);
    assertThat(blocks.wanted(1)).isEqualTo(1);
  }

  private static boolean isFull(int count, long each, long nanos, int together) {
    return StepBlocks.isFull(count, count * each, count * nanos, together);
  }

  @Test
  void whatTakesTooMuchMemoryIsNotTakenAtOnce() {
    long part = StepBlocks.MOST_BYTES / 10;
    assertThat(isFull(7, part, QUICK, TOGETHER)).isFalse();
    assertThat(isFull(8, part, QUICK, TOGETHER)).as("another run would be too much").isTrue();
    assertThat(isFull(9, part, QUICK, 1)).isFalse();
    assertThat(isFull(11, part, QUICK, 1)).isTrue();
    assertThat(isFull(3, StepBlocks.MOST_BYTES / 2, QUICK, TOGETHER)).isTrue();
    assertThat(isFull(56, FEW, QUICK, TOGETHER)).isFalse();
  }

  @Test
  void nobodyWaitsForSlowBatchesAfterAWholeRun() {
    assertThat(isFull(7, FEW, SLOW, TOGETHER)).isFalse();
    assertThat(isFull(8, FEW, SLOW, TOGETHER)).isTrue();
    assertThat(isFull(8, FEW, SLOW, 1)).as("as many as were asked for").isFalse();
  }
}
