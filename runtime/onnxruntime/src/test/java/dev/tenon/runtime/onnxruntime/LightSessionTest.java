package dev.tenon.runtime.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.error.RunStoppedException;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.pass.LightGraphs;
import dev.tenon.runtime.Deadline;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.SmallConvolution;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callers that come together get what each would get alone: a convolution by its definition. */
final class LightSessionTest {
  private static final int CALLERS = 8;

  private final Graph graph = SmallConvolution.graph();
  private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
  private final String threads = System.getProperty("tenon.threads", "");

  @BeforeEach
  void giveTwoThreads() {
    System.setProperty("tenon.threads", "2");
  }

  @AfterEach
  void end() {
    callers.shutdownNow();
    if (threads.isEmpty()) {
      System.clearProperty("tenon.threads");
    } else {
      System.setProperty("tenon.threads", threads);
    }
  }

  private OnnxExecutable compile() {
    ParameterStore store = new ParameterStore();
    graph.parameterValues().forEach(read -> store.put(read.parameter(), SmallConvolution.kernel()));
    return (OnnxExecutable) new OnnxRuntimeEngine().compile(graph, store, List.of());
  }

  private void check(OnnxExecutable model, int number) {
    Tensor image = SmallConvolution.image(number);
    double[] found =
        model.run(Map.of("x", image), graph.outputs(), Deadline.NONE).get(0).toDoubleArray();
    assertThat(found)
        .as("image %d", number)
        .containsExactly(SmallConvolution.expected(image), within(1e-5));
  }

  @Test
  void manyCallersGetTheirOwnAnswers() throws Exception {
    try (OnnxExecutable model = compile()) {
      LightSession light = model.light();
      assertThat(light).isNotNull();
      for (int i = 0; i < 2 * LightGraphs.WORTH; i++) {
        check(model, i);
      }
      assertThat(light.isReady()).as("for a caller that is alone").isFalse();
      // A run that is under way until all are over makes all others come together.
      CountDownLatch over = new CountDownLatch(1);
      Future<?> first = callers.submit(() -> light.run(Deadline.NONE, session -> await(over)));
      List<Future<?>> others = new ArrayList<>();
      for (int caller = 1; caller < CALLERS; caller++) {
        int from = 100 * caller;
        others.add(
            callers.submit(
                () -> {
                  for (int i = 0; i < LightGraphs.WORTH; i++) {
                    check(model, from + i);
                  }
                }));
      }
      for (Future<?> other : others) {
        other.get();
      }
      over.countDown();
      first.get();
      assertThat(light.isReady()).isTrue();
      check(model, 7);
    }
  }

  @Test
  void whoWaitsCanBeStopped() throws Exception {
    try (OnnxExecutable model = compile()) {
      LightSession light = model.light();
      assertThat(light).isNotNull();
      CountDownLatch over = new CountDownLatch(1);
      List<Future<?>> running = new ArrayList<>();
      running.add(callers.submit(() -> light.run(Deadline.NONE, session -> await(over))));
      while (!light.isReady()) {
        check(model, 1);
      }
      // As many as are served at a time.
      CountDownLatch inside = new CountDownLatch(2);
      for (int caller = 0; caller < 2; caller++) {
        running.add(
            callers.submit(
                () ->
                    light.run(
                        Deadline.NONE,
                        session -> {
                          inside.countDown();
                          await(over);
                        })));
      }
      inside.await();
      light.run(Deadline.after(Duration.ofMinutes(1)), session -> {});
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> light.run(Deadline.NONE, session -> {}))
          .isInstanceOf(RunStoppedException.class)
          .hasMessageContaining("interrupted");
      assertThat(Thread.interrupted()).isTrue();
      over.countDown();
      for (Future<?> each : running) {
        each.get();
      }
      check(model, 2);
    }
  }

  @Test
  void whatGoesWrongIsForItsCaller() throws Exception {
    try (OnnxExecutable model = compile()) {
      LightSession light = model.light();
      assertThat(light).isNotNull();
      CountDownLatch over = new CountDownLatch(1);
      Future<?> first = callers.submit(() -> light.run(Deadline.NONE, session -> await(over)));
      while (!light.isReady()) {
        check(model, 1);
      }
      Tensor wrong = Tensor.zeros(DType.FLOAT32, 1, 9, 9, 2);
      assertThatThrownBy(() -> model.run(Map.of("x", wrong), graph.outputs(), Deadline.NONE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("input 'x'");
      check(model, 3);
      over.countDown();
      first.get();
    }
  }

  @Test
  void aModelForOneThreadHasNone() {
    System.setProperty("tenon.threads", "1");
    try (OnnxExecutable model = compile()) {
      assertThat(model.light()).isNull();
      check(model, 3);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
