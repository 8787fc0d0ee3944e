package dev.tenon.internal.train.loop;

import dev.tenon.callbacks.Callback;
import dev.tenon.callbacks.Logs;
import dev.tenon.callbacks.TrainingRun;

/** Tells which callbacks look at the batches of a training. */
final class BatchHooks {
  private BatchHooks() {}

  /** Says whether a callback has a method of its own for the begin or the end of a batch. */
  static boolean has(Callback callback) {
    return isOwn(callback, "onTrainBatchBegin", TrainingRun.class, int.class)
        || isOwn(callback, "onTrainBatchEnd", TrainingRun.class, int.class, Logs.class);
  }

  private static boolean isOwn(Callback callback, String method, Class<?>... arguments) {
    try {
      return callback.getClass().getMethod(method, arguments).getDeclaringClass() != Callback.class;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("Callback has no " + method, e);
    }
  }
}
