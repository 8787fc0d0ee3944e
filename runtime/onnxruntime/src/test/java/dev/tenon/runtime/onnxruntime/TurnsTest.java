package dev.tenon.runtime.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who waits is served after the turn of another, however often that one comes back. */
@Timeout(60)
final class TurnsTest {
  @Test
  void aTurnEnds() throws InterruptedException {
    int most = 0;
    for (int i = 0; i < 200; i++) {
      Turns turns = new Turns(1);
      turns.enter();
      AtomicBoolean served = new AtomicBoolean();
      Thread other =
          new Thread(
              () -> {
                turns.enter();
                served.set(true);
                turns.leave();
              });
      other.start();
      while (other.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      int runs = 0;
      turns.leave();
      while (!served.get()) {
        turns.enter();
        runs++;
        turns.leave();
      }
      assertThat(runs).isLessThanOrEqualTo(Turns.RUNS);
      other.join();
      most = Math.max(most, runs);
    }
    assertThat(most).as("a turn has more runs than one").isGreaterThan(1);
  }

  @Test
  void whoIsAloneNeverWaits() {
    Turns turns = new Turns(1);
    for (int i = 0; i < 10 * Turns.RUNS; i++) {
      turns.enter();
      turns.leave();
    }
  }
}
