package dev.tenon.error;

import org.jspecify.annotations.Nullable;

/**
 * A prediction, evaluation or training ended early: its thread was interrupted, or it reached a
 * limit.
 *
 * <p>The model remains usable. Weights and the states of stateful layers are those of the last
 * complete step.
 */
public final class RunStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The reason why a run was stopped. */
  public enum Reason {
    /** The thread was interrupted; its interrupt flag is set while the exception is thrown. */
    INTERRUPT,
    /** The time limit is exceeded. */
    TIMEOUT,
    /** A value would exceed the limit of elements. */
    ELEMENTS,
    /** A loop would exceed the limit of iterations. */
    LOOP_TURNS
  }

  private final Reason reason;

  /**
   * Creates the exception.
   *
   * @param cause the engine's own failure; null without one
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
