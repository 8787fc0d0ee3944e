package dev.tenon.runtime.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import dev.tenon.error.UnsupportedModelException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WorkersTest {
  @Test
  void eachTaskIsDoneOnce() throws OrtException {
    for (int count : new int[] {0, 1, 2, 1000}) {
      AtomicIntegerArray done = new AtomicIntegerArray(count);
      Workers.run(count, done::incrementAndGet);
      for (int i = 0; i < count; i++) {
        assertThat(done.get(i)).isEqualTo(1);
      }
    }
  }

  @Test
  void aFailureIsHandedOver() {
    AtomicInteger begun = new AtomicInteger();
    assertThatThrownBy(
            () ->
                Workers.run(
                    100_000,
                    i -> {
                      begun.incrementAndGet();
                      throw new OrtException("number " + i);
                    }))
        .isInstanceOf(OrtException.class)
        .hasMessageContaining("number");
    assertThat(begun).hasValueLessThan(100_000);
    assertThatThrownBy(
            () ->
                Workers.run(
                    100,
                    i -> {
                      throw new IllegalStateException("broken");
                    }))
        .isInstanceOf(IllegalStateException.class);
  }

  /** Whatever a task throws: they may read what is freed then. */
  @Test
  @Timeout(60)
  void othersAreWaitedForAfterAFailure() {
    for (int i = 0; i < 20; i++) {
      check(new UnsupportedModelException("", "a test"));
      check(new AssertionError("a test"));
    }
  }

  private static void check(Throwable failure) {
    CountDownLatch bothBegun = new CountDownLatch(2);
    AtomicInteger working = new AtomicInteger();
    assertThatThrownBy(() -> Workers.run(2, task -> work(task, bothBegun, working, failure)))
        .isSameAs(failure);
    assertThat(working).hasValue(0);
  }

  private static void work(
      int task, CountDownLatch bothBegun, AtomicInteger working, Throwable failure)
      throws OrtException {
    working.incrementAndGet();
    bothBegun.countDown();
    try {
      bothBegun.await();
      if (task == 0) {
        working.decrementAndGet();
        throw failure;
      }
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (OrtException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
    working.decrementAndGet();
  }
}
