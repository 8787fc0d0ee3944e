package dev.tenon.runtime.onnxruntime;

import dev.tenon.runtime.Deadline;
import java.util.concurrent.Semaphore;

/**
 * Places for runs, which callers are given in the order in which they come, each for a turn.
 *
 * <p>A turn is {@value #RUNS} runs, so that more than half of all runs wait for nobody. It ends
 * with the first of them where the caller has something else to do before the next.
 */
final class Turns {
  /** The length of a turn. */
  static final int RUNS = 3;

  /** Who comes back later has left his turn to others. */
  private static final long AWAY_NANOS = 100_000;

  private final Semaphore places;
  private final ThreadLocal<Turn> turns = ThreadLocal.withInitial(Turn::new);

  /** What a caller has left of its turn. */
  private static final class Turn {
    private int runs;
    private long left;

    boolean lasts() {
      return runs > 0 && System.nanoTime() - left < AWAY_NANOS;
    }
  }

  Turns(int places) {
    this.places = new Semaphore(places, true);
  }

  /**
   * Waits for a place.
   *
   * @throws dev.tenon.error.RunStoppedException where the thread is interrupted
   */
  void enter() {
    Turn turn = turns.get();
    if (turn.lasts() && places.tryAcquire()) {
      turn.runs--;
      return;
    }
    try {
      places.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Deadline.interrupted(e);
    }
    turn.runs = RUNS - 1;
  }

  /** Gives the place back, to be asked for again. */
  void leave() {
    turns.get().left = System.nanoTime();
    places.release();
  }
}
