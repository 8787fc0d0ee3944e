package dev.tenon.internal.train.loop;

import dev.tenon.callbacks.Callback;
import dev.tenon.callbacks.Logs;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.internal.data.LendingPass;
import dev.tenon.internal.data.Lent;
import dev.tenon.runtime.Deadline;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The loop over batches of Keras' {@code evaluate}. */
public final class EvaluateLoop {
  private EvaluateLoop() {}

  /**
   * Measures all batches and returns the loss and the metrics.
   *
   * @param sessions gives what measures, with the newest weights: callbacks may have changed them
   * @param steps how many batches are used; null for all
   * @throws dev.tenon.error.RunStoppedException where the thread is interrupted: after the batch
   *     that it was in
   */
  public static Map<String, Double> run(
      Supplier<TrainingSession> sessions,
      Dataset data,
      @Nullable Integer steps,
      FitLoop fitting,
      List<Callback> callbacks) {
    fitting.beginEvaluation();
    callbacks.forEach(callback -> callback.onTestBegin(fitting));
    sessions.get().resetMetrics();
    Iterator<Batch> batches = data.pass(0);
    Integer limit = RunLimit.steps(steps);
    int batch = 0;
    // As in Keras, who stops before the first batch stops after it.
    while ((batch == 0 || !fitting.evaluationStopped())
        && (limit == null || batch < limit)
        && batches.hasNext()) {
      Deadline.NONE.check();
      int first = batch;
      callbacks.forEach(callback -> callback.onTestBatchBegin(fitting, first));
      int end = first + sessions.get().stepsPerExecution();
      do {
        Lent<Batch> lent = LendingPass.lend(batches);
        sessions.get().test(lent.value());
        lent.giveBack().run();
        batch++;
      } while (batch < end && (limit == null || batch < limit) && batches.hasNext());
      Logs logs = () -> sessions.get().metrics();
      callbacks.forEach(callback -> callback.onTestBatchEnd(fitting, end - 1, logs));
    }
    if (batch == 0) {
      throw new IllegalArgumentException(
          "there are no samples: the data set is empty, it gave no batch to evaluate");
    }
    sessions.get().endPass(false);
    Map<String, Double> logs = sessions.get().metrics();
    callbacks.forEach(callback -> callback.onTestEnd(fitting, logs));
    return logs;
  }
}
