package dev.tenon.error;

import org.jspecify.annotations.Nullable;

/**
 * A prediction, evaluation or training ended before its result was complete: its thread was
 * interrupted, or a limit was reached.
 *
 * <p>The model stays usable. Weights, and the states of stateful layers, are those of the last step
 * that ended.
 */
public final class RunStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why a run was stopped. */
  public enum Reason {
    /** The thread was interrupted; its interrupt flag is set while the exception is thrown. */
    INTERRUPT,
    /** The time that the run was given is over. */
    TIMEOUT,
    /** A value would have had more elements than the limit. */
    ELEMENTS,
    /** A loop would have made more turns than the limit. */
    LOOP_TURNS
  }

  private final Reason reason;

  /**
   * Creates the exception.
   *
   * @param cause the engine's own failure; null if it has none
   */
  public RunStoppedException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Returns why the run was stopped. */
  public Reason reason() {
    return reason;
  }
}
