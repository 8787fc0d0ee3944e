package dev.tenon.internal.train.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.tensor.Tensor;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ShortBatchesTest {
  private static final int BATCHES = 200;

  private static Iterator<Batch> batches() {
    float[] values = new float[BATCHES];
    for (int i = 0; i < BATCHES; i++) {
      values[i] = i;
    }
    return Dataset.of(Batch.of(List.of(Tensor.of(values, BATCHES)), List.of())).batch(1).iterator();
  }

  private static Map<String, Tensor> doubled(Batch batch) {
    return Map.of("y", batch.features().get(0).scale(2, 0));
  }

  /** Two threads that wait for each other: one alone would never end. */
  @Test
  @Timeout(60)
  void shortBatchesRunTwoAtATimeInTheirOrder() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    AtomicInteger calls = new AtomicInteger();
    CyclicBarrier both = new CyclicBarrier(2);
    List<Map<String, Tensor>> found =
        ShortBatches.run(
            batches(),
            batch -> {
              threads.add(Thread.currentThread());
              if (calls.incrementAndGet() == 3 || calls.get() == 4) {
                meet(both);
              }
              return doubled(batch);
            },
            Long.MAX_VALUE);
    assertThat(calls).hasValue(BATCHES);
    assertThat(threads).hasSize(2).contains(Thread.currentThread());
    for (int i = 0; i < BATCHES; i++) {
      assertThat(found.get(i).get("y").getFloat(0)).isEqualTo(2f * i);
    }
  }

  private static void meet(CyclicBarrier both) {
    try {
      both.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("the other thread did not come", e);
    }
  }

  @Test
  void longBatchesRunOneAfterTheOther() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    List<Map<String, Tensor>> found =
        ShortBatches.run(
            batches(),
            batch -> {
              threads.add(Thread.currentThread());
              return doubled(batch);
            },
            0);
    assertThat(found).hasSize(BATCHES);
    assertThat(threads).containsExactly(Thread.currentThread());
  }

  @Test
  @Timeout(60)
  void aBatchThatFailsEndsAll() {
    AtomicInteger calls = new AtomicInteger();
    assertThatThrownBy(
            () ->
                ShortBatches.run(
                    batches(),
                    batch -> {
                      calls.incrementAndGet();
                      float number = batch.features().get(0).getFloat(0);
                      if (number == 50) {
                        throw new IllegalArgumentException("batch 50");
                      }
                      if (number > 50) {
                        // Otherwise one thread may end all before the other could say what
                        // happened.
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
                      }
                      return doubled(batch);
                    },
                    Long.MAX_VALUE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("batch 50");
    assertThat(calls.get()).isLessThan(BATCHES);
  }

  @Test
  void noBatchGivesNothing() {
    assertThat(ShortBatches.run(List.<Batch>of().iterator(), ShortBatchesTest::doubled)).isEmpty();
  }
}
