package dev.tenon.runtime.onnxruntime;

import dev.tenon.runtime.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Places for runs, which callers of each lane are given in the order in which they come, each for a
 * turn of two or three runs.
 *
 * <p>Callers stand in as many lanes as there are places, and each wakes the next one of its lane. A
 * thread wakes on the core of the one that woke it, or on the one where it ran itself: in a lane
 * these are the same. Callers of one queue gather on one core, and another has nothing to do.
 *
 * <p>A caller keeps its place between two runs, and gives it up when it comes back and its turn is
 * over: had it woken the next one before, that one would take the core, and what the caller does
 * with its results would have to wait. Who comes back late, or is not known yet, has turns of one
 * run and keeps nothing.
 */
final class Turns {
  /** Who waits looks that often whether all places are kept by callers that do not come back. */
  private static final long LOOK_NANOS = 5_000_000;

  private final Lane[] lanes;
  private final ThreadLocal<Turn> turns = ThreadLocal.withInitial(Turn::new);

  Turns(int places) {
    lanes = new Lane[places];
    for (int i = 0; i < places; i++) {
      lanes[i] = new Lane();
    }
  }

  /**
   * Waits for a place.
   *
   * @throws dev.tenon.error.RunStoppedException where the thread is interrupted
   */
  void enter() {
    Turn turn = turns.get();
    List<Turn> next = new ArrayList<>(0);
    ask(turn, next);
    wake(next);
    while (!turn.hasPlace()) {
      LockSupport.parkNanos(this, LOOK_NANOS);
      boolean goesOn = turn.hasPlace() || look(turn, next);
      wake(next);
      if (!goesOn) {
        throw Deadline.interrupted(new InterruptedException());
      }
    }
  }

  /** Says that the run has ended. */
  void leave() {
    List<Turn> next = new ArrayList<>(0);
    end(turns.get(), next);
    wake(next);
  }

  /** Wakes callers, without the lock: they may take this thread's core at once. */
  private static void wake(List<Turn> next) {
    next.forEach(turn -> LockSupport.unpark(turn.thread()));
    next.clear();
  }

  /** Gives a caller a place, or has it wait for one; adds whom to wake. */
  private synchronized void ask(Turn turn, List<Turn> next) {
    long now = System.nanoTime();
    boolean soon = turn.comesBack(now);
    Lane lane = turn.lane();
    if (lane != null && lane.isHeldBy(turn)) {
      if (soon && turn.goesOn()) {
        lane.resume();
        return;
      }
      pass(lane, next);
    }
    takeLost(now, next);
    leastBusy(lane).add(turn, now);
  }

  private synchronized void end(Turn turn, List<Turn> next) {
    turn.ends(System.nanoTime());
    Lane lane = turn.laneHeld();
    if (turn.isTrusted()) {
      lane.keep();
    } else {
      pass(lane, next);
    }
  }

  /** Looks after the places for a caller that waits; false where it was interrupted, and leaves. */
  private synchronized boolean look(Turn turn, List<Turn> next) {
    takeLost(System.nanoTime(), next);
    if (turn.hasPlace() || !turn.thread().isInterrupted()) {
      return true;
    }
    for (Lane lane : lanes) {
      lane.remove(turn);
    }
    return false;
  }

  /** Gives places to others whose callers have not come back. */
  private void takeLost(long now, List<Turn> next) {
    for (Lane lane : lanes) {
      if (lane.isLost(now)) {
        lane.distrust();
        pass(lane, next);
      }
    }
  }

  /** Gives the place of a lane to who is next. */
  private void pass(Lane lane, List<Turn> next) {
    Turn turn = following(lane).poll();
    lane.give(turn);
    if (turn != null) {
      next.add(turn);
    }
  }

  /** Returns the lane itself, or another where nobody waits here, or somebody for much longer. */
  private Lane following(Lane lane) {
    Lane best = lane;
    for (Lane each : lanes) {
      Turn first = each.first();
      Turn other = best.first();
      if (first != null && (other == null || first.waitsMuchLonger(other))) {
        best = each;
      }
    }
    return best;
  }

  /** Returns the lane with the fewest callers, the known one if no other has fewer. */
  private Lane leastBusy(@Nullable Lane known) {
    Lane least = known == null ? lanes[0] : known;
    for (Lane each : lanes) {
      least = each.callers() < least.callers() ? each : least;
    }
    return least;
  }
}
