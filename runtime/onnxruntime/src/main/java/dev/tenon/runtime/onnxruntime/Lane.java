package dev.tenon.runtime.onnxruntime;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A place, the caller that has it, and those that wait for it; used under a lock. */
final class Lane {
  /** The runs of a short turn; more than half of all runs must wait for nobody. */
  static final int RUNS = 2;

  /**
   * The share of turns that have a run more: the golden ratio, so that a few turns in a row have
   * together as many runs as any others, or one more, and all callers as many long ones.
   */
  private static final double LONGER = (Math.sqrt(5) - 1) / 2;

  private final Deque<Turn> waiting = new ArrayDeque<>();
  private @Nullable Turn holder;
  private boolean kept;
  private double longer;

  /** Puts a caller at the end of the lane, or gives it the place if that is free. */
  void add(Turn turn, long now) {
    if (holder == null) {
      give(turn);
    } else {
      turn.waits(this, now);
      waiting.add(turn);
    }
  }

  /** Gives the place to a caller; null: to nobody. */
  void give(@Nullable Turn turn) {
    holder = turn;
    kept = false;
    if (turn != null) {
      turn.begins(this, nextLength());
    }
  }

  /** Begins the count of a turn, and returns how many runs it has. */
  int nextLength() {
    longer += LONGER;
    if (longer < 1) {
      return RUNS;
    }
    longer--;
    return RUNS + 1;
  }

  boolean isHeldBy(Turn turn) {
    return turn.equals(holder);
  }

  /** The holder has ended a run, and is to come back. */
  void keep() {
    kept = true;
  }

  /** The holder has come back. */
  void resume() {
    kept = false;
  }

  /**
   * Says whether the place is of use to nobody: kept for longer than a caller may be away, or by
   * the dead.
   */
  boolean isLost(long now) {
    return holder != null && ((kept && holder.isAway(now)) || !holder.thread().isAlive());
  }

  /** The place was kept for the holder in vain. */
  void distrust() {
    if (holder != null) {
      holder.distrust();
    }
  }

  int waiting() {
    return waiting.size();
  }

  /** Returns how many callers wait or have the place. */
  int callers() {
    return waiting.size() + (holder == null ? 0 : 1);
  }

  @Nullable Turn first() {
    return waiting.peek();
  }

  @Nullable Turn poll() {
    return waiting.poll();
  }

  void remove(Turn turn) {
    boolean unused = waiting.remove(turn);
  }
}
