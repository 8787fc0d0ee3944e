package dev.tenon.runtime.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.error.RunStoppedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who waits is served, whatever others do: they come back at once, late, or never. */
@Timeout(60)
final class TurnsTest {
  /** More than enough for a caller to be trusted to come back soon. */
  private static final int MANY = 100;

  @Test
  void aTurnEnds() throws InterruptedException {
    int most = 0;
    for (int i = 0; i < 200; i++) {
      Turns turns = new Turns(1);
      run(turns, MANY);
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
      awaitWaiting(other);
      int runs = 0;
      turns.leave();
      while (!served.get()) {
        turns.enter();
        runs++;
        turns.leave();
      }
      // The run that the other found, those left of the turn, and the first of the next one.
      assertThat(runs).isLessThanOrEqualTo(Lane.RUNS + 1);
      other.join();
      most = Math.max(most, runs);
    }
    assertThat(most).as("a turn has more runs than one").isGreaterThan(1);
  }

  @Test
  void whoIsAloneNeverWaits() {
    run(new Turns(1), MANY);
  }

  @Test
  void whoDoesNotComeBackLosesThePlace() throws InterruptedException {
    Turns turns = new Turns(1);
    // Has been trusted, and ends in the middle of a turn or behind it.
    for (int runs = MANY; runs < MANY + 2 * Lane.RUNS + 1; runs++) {
      int count = runs;
      Thread first = new Thread(() -> run(turns, count));
      first.start();
      first.join();
      run(turns, 1);
    }
  }

  @Test
  void whoWaitsBehindAStuckCallerIsServedByAnotherLane() throws Exception {
    Turns turns = new Turns(2);
    turns.enter();
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> others = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Thread other =
          new Thread(
              () -> {
                while (!over.get()) {
                  run(turns, 1);
                }
              });
      other.start();
      others.add(other);
    }
    for (int i = 0; i < 10; i++) {
      // One of them waits behind this thread, which does not come back.
      Thread late = new Thread(() -> run(turns, 1));
      late.start();
      late.join();
    }
    over.set(true);
    turns.leave();
    for (Thread other : others) {
      other.join();
    }
  }

  @Test
  void whoHasEndedInARunLosesThePlace() throws InterruptedException {
    Turns turns = new Turns(1);
    Thread ended = new Thread(turns::enter);
    ended.start();
    ended.join();
    run(turns, 1);
  }

  @Test
  void whoIsInterruptedWaitsNoLonger() throws Exception {
    Turns turns = new Turns(1);
    turns.enter();
    FutureTask<Boolean> waits =
        new FutureTask<>(
            () -> {
              turns.enter();
              return true;
            });
    Thread thread = new Thread(waits);
    thread.start();
    awaitWaiting(thread);
    thread.interrupt();
    assertThatThrownBy(waits::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(RunStoppedException.class);
    turns.leave();
    Thread next = new Thread(() -> run(turns, 1));
    next.start();
    next.join();
  }

  @Test
  void thereAreNeverMoreRunsThanPlaces() throws Exception {
    Turns turns = new Turns(2);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<FutureTask<Integer>> callers = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      // They end one after another, and leave lanes of all lengths behind.
      int runs = 200 * (i + 1);
      FutureTask<Integer> caller =
          new FutureTask<>(
              () -> {
                for (int run = 0; run < runs; run++) {
                  turns.enter();
                  most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                  Thread.onSpinWait();
                  inside.decrementAndGet();
                  turns.leave();
                }
                return runs;
              });
      callers.add(caller);
      new Thread(caller).start();
    }
    for (FutureTask<Integer> caller : callers) {
      assertThat(caller.get()).isPositive();
    }
    assertThat(most).hasValueLessThanOrEqualTo(2);
  }

  /** In a few turns there are as many runs as in any others, or one more. */
  @Test
  void longTurnsAreSpreadEvenly() {
    Lane lane = new Lane();
    List<Integer> lengths = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      lengths.add(lane.nextLength());
    }
    for (int turns = 1; turns < 10; turns++) {
      int least = Integer.MAX_VALUE;
      int most = 0;
      for (int from = 0; from + turns <= lengths.size(); from++) {
        int runs = lengths.subList(from, from + turns).stream().mapToInt(Integer::intValue).sum();
        least = Math.min(least, runs);
        most = Math.max(most, runs);
      }
      assertThat(most - least).isLessThanOrEqualTo(1);
    }
    assertThat(lengths).containsOnly(Lane.RUNS, Lane.RUNS + 1);
  }

  private static void run(Turns turns, int runs) {
    for (int i = 0; i < runs; i++) {
      turns.enter();
      turns.leave();
    }
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }
}
