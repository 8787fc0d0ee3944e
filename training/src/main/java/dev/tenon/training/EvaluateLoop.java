package dev.tenon.training;

import dev.tenon.callbacks.Callback;
import dev.tenon.callbacks.Fitting;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The loop over batches of Keras' {@code evaluate}. */
public final class EvaluateLoop {
  private EvaluateLoop() {}

  /**
   * Measures all batches and returns the loss and the metrics.
   *
   * @param steps how many batches are used; null for all
   */
  public static Map<String, Double> run(
      TrainingSession session,
      Dataset data,
      @Nullable Integer steps,
      Fitting fitting,
      List<Callback> callbacks) {
    callbacks.forEach(callback -> callback.onTestBegin(fitting));
    session.resetMetrics();
    Iterator<Batch> batches = data.pass(0);
    int batch = 0;
    while (batches.hasNext() && (steps == null || batch < steps)) {
      session.test(batches.next());
      int number = batch++;
      callbacks.forEach(callback -> callback.onTestBatchEnd(fitting, number, session::metrics));
    }
    if (batch == 0) {
      throw new IllegalArgumentException("the data set is empty: it gave no batch to evaluate");
    }
    Map<String, Double> logs = session.metrics();
    callbacks.forEach(callback -> callback.onTestEnd(fitting, logs));
    return logs;
  }
}
