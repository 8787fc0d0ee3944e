package dev.tenon.tuning.trial;

import dev.tenon.tensor.Tensor;
import dev.tenon.tuning.memory.MemoryGate;
import java.io.Serializable;

/**
 * Runs trials in this JVM, each in the thread that asks for it.
 *
 * @param x all samples
 * @param y all targets
 * @param gate the memory of all trials
 * @param parallelism the number of trials at once
 */
public record LocalTrials(Tensor x, Tensor y, MemoryGate gate, int parallelism)
    implements TrialRunner {
  @Override
  public <R extends Serializable> R run(TrialTask<R> task, String name)
      throws InterruptedException {
    return task.run(x, y, gate);
  }
}
