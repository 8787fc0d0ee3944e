package dev.tenon.tuning.trial;

import java.io.Serializable;

/** Runs the trials of one search; several threads call it at once. */
public interface TrialRunner {
  /** Returns the number of trials at once, at least 1. */
  int parallelism();

  /**
   * Runs a trial and returns its result.
   *
   * @param task the trial
   * @param name what a person reads of it
   * @throws InterruptedException if the thread is interrupted; the trial ends then
   */
  <R extends Serializable> R run(TrialTask<R> task, String name) throws InterruptedException;
}
