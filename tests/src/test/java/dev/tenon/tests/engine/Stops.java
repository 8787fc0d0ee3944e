package dev.tenon.tests.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.error.RunStoppedException;
import dev.tenon.error.RunStoppedException.Reason;
import dev.tenon.tensor.Tensor;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** Stops runs, and says why they ended. */
final class Stops {
  private Stops() {}

  /** Returns why a run was stopped. */
  static Reason reason(Throwable thrown) {
    assertThat(thrown).isInstanceOf(RunStoppedException.class);
    return ((RunStoppedException) thrown).reason();
  }

  /** Returns a data set that has no end. */
  static Dataset endless(Tensor features) {
    Batch batch = Batch.of(List.of(features), List.of());
    return new Dataset() {
      @Override
      public Iterator<Batch> pass(int epoch) {
        return Stream.generate(() -> batch).iterator();
      }

      @Override
      public OptionalLong batches() {
        return OptionalLong.empty();
      }
    };
  }

  /** Returns why a task ended that another thread interrupts after some time. */
  static Reason interrupted(Runnable task, long millis) throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicReference<Boolean> flag = new AtomicReference<>(false);
    Thread thread =
        new Thread(
            () -> {
              thrown.set(catchThrowable(task::run));
              flag.set(Thread.currentThread().isInterrupted());
            });
    thread.start();
    Thread.sleep(millis);
    thread.interrupt();
    thread.join();
    assertThat(flag.get()).as("the interrupt flag").isTrue();
    return reason(thrown.get());
  }
}
