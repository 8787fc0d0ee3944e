package dev.tenon.runtime.onnxruntime;

import ai.onnxruntime.OrtException;
import dev.tenon.internal.thread.ThreadLimit;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/**
 * Does tasks on all cores, unless {@code tenon.threads} is 1; the thread that asks is one of those
 * at work.
 */
final class Workers {
  /** One of several tasks. */
  interface Task {
    void run(int index) throws OrtException;
  }

  private Workers() {}

  /**
   * Does the tasks from 0 on. Each thread takes the next one when it has done one, as they may
   * differ much in size; after a failure none is begun, and those that were are waited for.
   */
  static void run(int count, Task task) throws OrtException {
    int threads = Math.min(count, ForkJoinPool.getCommonPoolParallelism() + 1);
    if (threads < 2 || !ThreadLimit.isOpen()) {
      for (int i = 0; i < count; i++) {
        task.run(i);
      }
      return;
    }
    AtomicInteger next = new AtomicInteger();
    AtomicReference<Throwable> failed = new AtomicReference<>();
    IntStream.range(0, threads)
        .parallel()
        .forEach(
            thread -> {
              for (int i; failed.get() == null && (i = next.getAndIncrement()) < count; ) {
                try {
                  task.run(i);
                } catch (OrtException | RuntimeException | Error e) {
                  failed.compareAndSet(null, e);
                }
              }
            });
    Throwable e = failed.get();
    if (e instanceof OrtException failure) {
      throw failure;
    }
    if (e instanceof RuntimeException failure) {
      throw failure;
    }
    if (e instanceof Error failure) {
      throw failure;
    }
  }
}
