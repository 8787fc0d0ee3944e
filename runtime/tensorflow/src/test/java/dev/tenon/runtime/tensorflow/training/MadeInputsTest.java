package dev.tenon.runtime.tensorflow.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.runtime.tensorflow.session.GraphSession;
import dev.tenon.runtime.tensorflow.session.NativeInputs;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Inputs that another thread makes. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class MadeInputsTest {
  private static NativeInputs inputs() {
    try (GraphSession session = new GraphSession("test", false)) {
      return session.inputs(List.of(), Map.of());
    }
  }

  @Test
  void nobodyWaitsForABusyPool() throws InterruptedException {
    CountDownLatch busy = new CountDownLatch(ForkJoinPool.getCommonPoolParallelism());
    CountDownLatch end = new CountDownLatch(1);
    for (int i = 0; i < ForkJoinPool.getCommonPoolParallelism(); i++) {
      ForkJoinPool.commonPool()
          .execute(
              () -> {
                busy.countDown();
                assertThatCode(end::await).doesNotThrowAnyException();
              });
    }
    busy.await();
    AtomicReference<Thread> maker = new AtomicReference<>();
    try {
      MadeInputs made =
          MadeInputs.begin(
              () -> {
                maker.set(Thread.currentThread());
                return inputs();
              },
              true);
      made.get().close();
    } finally {
      end.countDown();
    }
    assertThat(maker.get()).isSameAs(Thread.currentThread());
  }

  @Test
  void failuresAreThoseOfTheMaker() {
    IllegalArgumentException failure = new IllegalArgumentException("of another shape");
    MadeInputs made =
        MadeInputs.begin(
            () -> {
              throw failure;
            },
            true);
    assertThatThrownBy(made::get).isSameAs(failure);
    made.close();
  }

  @Test
  void aFailureThatNobodyWaitsForIsNotSeen() {
    MadeInputs made =
        MadeInputs.begin(
            () -> {
              throw new IllegalArgumentException("of another shape");
            },
            true);
    assertThatCode(made::close).doesNotThrowAnyException();
  }

  /** Native memory is freed by who asked for it, and by nobody twice. */
  @Test
  void closingMakesNothingTwice() {
    AtomicInteger count = new AtomicInteger();
    MadeInputs made =
        MadeInputs.begin(
            () -> {
              count.incrementAndGet();
              return inputs();
            },
            false);
    made.get().close();
    made.close();
    assertThat(count).hasValue(1);
  }

  @Test
  void anInterruptIsKeptForTheRun() throws InterruptedException {
    Thread caller = Thread.currentThread();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    MadeInputs made =
        MadeInputs.begin(
            () -> {
              begun.countDown();
              assertThatCode(interrupted::await).doesNotThrowAnyException();
              // Until the caller waits, and has put the interrupt aside.
              while (caller.isInterrupted()) {
                Thread.onSpinWait();
              }
              return inputs();
            },
            true);
    begun.await();
    caller.interrupt();
    interrupted.countDown();
    made.get().close();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void whatNobodyBeganIsNotMade() {
    MadeInputs made =
        MadeInputs.begin(
            () -> {
              throw new AssertionError("made for nobody");
            },
            false);
    made.close();
    made.close();
  }
}
