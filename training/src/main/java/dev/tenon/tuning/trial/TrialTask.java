package dev.tenon.tuning.trial;

import dev.tenon.tensor.Tensor;
import dev.tenon.tuning.memory.MemoryGate;
import java.io.Serializable;

/**
 * A trial without its data, so that it can travel to a JVM that has them already.
 *
 * @param <R> its result
 */
public interface TrialTask<R extends Serializable> extends Serializable {
  /**
   * Returns the largest memory of parallel trials of a JVM in bytes; 0 for half of the machine's.
   */
  long maxMemory();

  /**
   * Runs the trial.
   *
   * @param x all samples of the search
   * @param y all targets of the search
   * @param gate the memory of the trials that run in this JVM
   * @throws InterruptedException if the thread is interrupted while it waits for memory
   */
  R run(Tensor x, Tensor y, MemoryGate gate) throws InterruptedException;
}
