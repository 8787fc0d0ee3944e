package dev.tenon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Batches;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Distances;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One model, eight threads: the same numbers as from one thread, on both engines at once. */
final class ThreadsTest {
  private static final int THREADS = 8;
  private static final int ROUNDS = 20;
  private static final String MNIST = "samples/models/mnist_cnn.h5";

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  @AfterEach
  void end() throws InterruptedException {
    threads.shutdownNow();
    assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
  }

  private static Model load(String file) throws Exception {
    return Model.load(Checkout.root().resolve(Path.of(file)));
  }

  /** An image network, a recurrent one, and one with attention; each thread has its own batch. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        MNIST,
        "tests/goldens/layers/recurrent/lstm.k3.keras",
        "tests/goldens/layers/attention/multi_head_attention.tf.h5"
      })
  void givesTheNumbersOfOneThread(String file) throws Exception {
    try (Model model = load(file)) {
      List<Map<String, Tensor>> batches = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        batches.add(Batches.random(model, 1 + i % 3, i));
      }
      List<Map<String, Tensor>> expected = new ArrayList<>();
      try (Model alone = load(file)) {
        for (int i = 0; i < THREADS; i++) {
          expected.add(alone.on(engine(i)).predict(batches.get(i)));
        }
      }
      CountDownLatch start = new CountDownLatch(THREADS);
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Model runner = model.on(engine(i));
        Map<String, Tensor> batch = batches.get(i);
        Map<String, Tensor> answer = expected.get(i);
        running.add(
            threads.submit(
                () -> {
                  start.countDown();
                  // All begin together, so that the first of them compile the model at once.
                  start.await();
                  for (int round = 0; round < ROUNDS; round++) {
                    compare(answer, runner.predict(batch));
                  }
                  return null;
                }));
      }
      for (Future<?> future : running) {
        future.get();
      }
    }
  }

  private static String engine(int thread) {
    return thread % 2 == 0 ? "tensorflow" : "onnxruntime";
  }

  private static void compare(Map<String, Tensor> expected, Map<String, Tensor> found) {
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, tensor) -> Distances.near(tensor, found.get(name), 1e-6, name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tensorflow", "onnxruntime"})
  void closingDuringUseSaysSo(String engine) throws Exception {
    Model model = load(MNIST).on(engine);
    Map<String, Tensor> batch = Batches.random(model, 4, 1);
    model.predict(batch);
    CountDownLatch busy = new CountDownLatch(THREADS);
    Callable<Throwable> untilItFails =
        () -> {
          while (true) {
            try {
              model.predict(batch);
              busy.countDown();
            } catch (RuntimeException | Error e) {
              return e;
            }
          }
        };
    List<Future<Throwable>> running = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      running.add(threads.submit(untilItFails));
    }
    busy.await();
    model.close();
    for (Future<Throwable> future : running) {
      Throwable failure = future.get(1, TimeUnit.MINUTES);
      assertThat(failure).isInstanceOf(IllegalStateException.class);
      assertThat(failure.getMessage()).contains("model '").contains("closed");
    }
  }

  @Test
  void aClosedModelStaysClosed() throws Exception {
    Model model = load(MNIST);
    Map<String, Tensor> batch = Batches.random(model, 1, 1);
    model.on("onnxruntime").close();
    model.close();
    assertThatThrownBy(() -> model.predict(batch))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }
}
