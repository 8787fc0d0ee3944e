package dev.tenon.runtime.onnxruntime;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a calling thread has left of its turn, and whether it is known to come back soon. */
final class Turn {
  /** Who comes back later has left its turn to others. */
  private static final long AWAY_NANOS = 100_000;

  /** Who has waited for so much longer than those of another lane is served by that one. */
  private static final long LATE_NANOS = 5_000_000;

  /** The most that a caller's count of soon returns can be; then it is trusted. */
  private static final int TRUST = 8;

  private final Thread thread = Thread.currentThread();
  private @Nullable Lane lane;
  private int runs;
  private int soon;
  private long asked;
  private long ended;
  private volatile boolean place;

  Thread thread() {
    return thread;
  }

  /** Says whether a caller that asked has been given a place; any thread may ask. */
  boolean hasPlace() {
    return place;
  }

  /** Returns the lane where this caller was before, null where it is new. */
  @Nullable Lane lane() {
    return lane;
  }

  Lane laneHeld() {
    return Objects.requireNonNull(lane);
  }

  /** The caller waits in a lane. */
  void waits(Lane chosen, long now) {
    lane = chosen;
    asked = now;
    place = false;
  }

  /** Says whether this caller has waited for much longer than another. */
  boolean waitsMuchLonger(Turn other) {
    return other.asked - asked > LATE_NANOS;
  }

  /** The caller has a place, for some runs if it is trusted. */
  void begins(Lane given, int most) {
    lane = given;
    runs = isTrusted() ? most - 1 : 0;
    place = true;
  }

  /** Takes a run from the turn; false where it has none left. */
  boolean goesOn() {
    return runs-- > 0;
  }

  void ends(long now) {
    ended = now;
  }

  /** Says whether the caller has been away for longer than it may be. */
  boolean isAway(long now) {
    return now - ended > AWAY_NANOS;
  }

  /** Notes, and says, whether the caller comes back soon after its last run. */
  boolean comesBack(long now) {
    boolean late = isAway(now);
    soon = late ? Math.max(0, soon - 1) : Math.min(TRUST, soon + 1);
    return !late;
  }

  boolean isTrusted() {
    return soon == TRUST;
  }

  /** The caller was waited for in vain. */
  void distrust() {
    soon = 0;
  }
}
