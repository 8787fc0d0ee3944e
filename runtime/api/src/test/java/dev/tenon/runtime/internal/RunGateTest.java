package dev.tenon.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tenon.error.RunStoppedException;
import dev.tenon.error.RunStoppedException.Reason;
import dev.tenon.runtime.Deadline;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs that Java itself makes in place of an engine. */
@Timeout(30)
final class RunGateTest {
  private final RunGate gate = new RunGate("the model 'a'");
  private final AtomicInteger freed = new AtomicInteger();

  private static Deadline soon() {
    return Deadline.after(Duration.ofMillis(50));
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Reason reason(Throwable thrown) {
    assertThat(thrown).isInstanceOf(RunStoppedException.class);
    return ((RunStoppedException) thrown).reason();
  }

  @Test
  void runWithoutADeadlineStaysOnItsThread() {
    assertThat(gate.run(Deadline.NONE, null, Thread::currentThread))
        .isSameAs(Thread.currentThread());
  }

  @Test
  void runThatIsLeftFreesMemoryWhenItEnds() throws InterruptedException {
    CountDownLatch end = new CountDownLatch(1);
    Throwable thrown = catchThrowable(() -> gate.run(soon(), null, () -> await(end)));
    assertThat(reason(thrown)).isEqualTo(Reason.TIMEOUT);
    gate.close(freed::incrementAndGet);
    assertThat(freed).hasValue(0);
    end.countDown();
    for (int i = 0; i < 100 && freed.get() == 0; i++) {
      Thread.sleep(20);
    }
    assertThat(freed).hasValue(1);
    gate.close(freed::incrementAndGet);
    assertThat(freed).hasValue(1);
  }

  @Test
  void runThatStopsInTimeIsNotLeft() {
    CountDownLatch end = new CountDownLatch(1);
    Throwable thrown = catchThrowable(() -> gate.run(soon(), end::countDown, () -> await(end)));
    assertThat(reason(thrown)).isEqualTo(Reason.TIMEOUT);
    gate.close(freed::incrementAndGet);
    assertThat(freed).hasValue(1);
  }

  @Test
  void interruptAsksTheRunToStop() throws InterruptedException {
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    Throwable[] thrown = new Throwable[1];
    Thread thread =
        new Thread(
            () ->
                thrown[0] =
                    catchThrowable(
                        () ->
                            gate.run(
                                Deadline.NONE,
                                end::countDown,
                                () -> {
                                  begun.countDown();
                                  // As native code, which sees no interrupt.
                                  while (end.getCount() > 0) {
                                    Thread.onSpinWait();
                                  }
                                  throw new IllegalArgumentException("terminated");
                                })));
    thread.start();
    assertThat(await(begun)).isTrue();
    thread.interrupt();
    thread.join();
    assertThat(reason(thrown[0])).isEqualTo(Reason.INTERRUPT);
    assertThat(thrown[0]).hasCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void failureOfARunWithADeadlineIsItsOwn() {
    Deadline later = Deadline.after(Duration.ofMinutes(1));
    assertThatThrownBy(
            () ->
                gate.run(
                    later,
                    null,
                    () -> {
                      throw new IllegalArgumentException("wrong input");
                    }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("wrong input");
  }

  @Test
  void closedGateLetsNobodyIn() {
    gate.close(freed::incrementAndGet);
    assertThatThrownBy(() -> gate.run(Deadline.NONE, null, () -> 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the model 'a' is closed");
    assertThat(freed).hasValue(1);
  }
}
