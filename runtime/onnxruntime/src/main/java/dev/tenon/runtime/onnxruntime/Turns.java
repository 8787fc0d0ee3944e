package dev.tenon.runtime.onnxruntime;

import dev.tenon.runtime.Deadline;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Places for runs, which callers are given in the order in which they come, each for a turn of two
 * or three runs.
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
  /** Who comes back later has left his turn to others. */
  static final long AWAY_NANOS = 100_000;

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
    wake(ask(turn));
    while (!turn.hasPlace()) {
      LockSupport.parkNanos(this, LOOK_NANOS);
      look(turn);
    }
  }

  /** Says that the run has ended. */
  void leave() {
    wake(end(turns.get()));
  }

  /** Wakes a caller, without the lock: it may take this thread's core at once. */
  private static void wake(@Nullable Turn next) {
    if (next != null) {
      LockSupport.unpark(next.thread());
    }
  }

  /** Gives a caller a place, or has it wait for one; returns whom to wake. */
  private synchronized @Nullable Turn ask(Turn turn) {
    long now = System.nanoTime();
    turn.comesBack(now, AWAY_NANOS);
    Lane lane = turn.lane();
    Turn next = null;
    if (lane != null && lane.isHeldBy(turn)) {
      if (turn.goesOn()) {
        lane.resume();
        return null;
      }
      next = following(lane);
      if (next == null) {
        lane.give(turn);
        return null;
      }
      lane.give(next);
    }
    takeKept(now);
    leastBusy(lane).add(turn);
    return next;
  }

  private synchronized @Nullable Turn end(Turn turn) {
    turn.ends(System.nanoTime());
    Lane lane = turn.laneHeld();
    if (turn.isTrusted()) {
      lane.keep();
      return null;
    }
    Turn next = following(lane);
    lane.give(next);
    return next;
  }

  /** What a caller does that has waited for long, or was interrupted. */
  private synchronized void look(Turn turn) {
    takeKept(System.nanoTime());
    if (!turn.hasPlace() && turn.thread().isInterrupted()) {
      for (Lane lane : lanes) {
        lane.remove(turn);
      }
      throw Deadline.interrupted(new InterruptedException());
    }
  }

  /** Gives places to others whose callers have not come back. */
  private void takeKept(long now) {
    for (Lane lane : lanes) {
      if (lane.isKeptFor(AWAY_NANOS, now)) {
        lane.distrust();
        Turn next = following(lane);
        lane.give(next);
        wake(next);
      }
    }
  }

  /** Returns who is next in a lane, or, if nobody waits there, in the longest of all. */
  private @Nullable Turn following(Lane lane) {
    Lane longest = lane;
    if (lane.waiting() == 0) {
      for (Lane each : lanes) {
        longest = each.waiting() > longest.waiting() ? each : longest;
      }
    }
    return longest.poll();
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
