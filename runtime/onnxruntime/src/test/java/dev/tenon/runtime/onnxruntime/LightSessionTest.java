package dev.tenon.runtime.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers that come together get what each would get alone: a convolution by its definition. */
@Timeout(60)
final class LightSessionTest {
  private static final int CALLERS = 8;
  private static final int PLACES = 2;
  private static final String THREADS = "tenon.threads";

  private final Graph graph = SmallConvolution.graph();
  private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
  private final CountDownLatch over = new CountDownLatch(1);
  private final List<Future<?>> running = new ArrayList<>();
  private final Set<Throwable> failures = ConcurrentHashMap.newKeySet();
  private final String threads = System.getProperty(THREADS, "");

  @BeforeEach
  void giveTwoThreads() {
    System.setProperty(THREADS, "2");
  }

  @AfterEach
  void end() {
    boolean unused = Thread.interrupted();
    callers.shutdownNow();
    if (threads.isEmpty()) {
      System.clearProperty(THREADS);
    } else {
      System.setProperty(THREADS, threads);
    }
  }

  private OnnxExecutable compile() {
    ParameterStore store = new ParameterStore();
    graph.parameterValues().forEach(read -> store.put(read.parameter(), SmallConvolution.kernel()));
    return (OnnxExecutable) new OnnxRuntimeEngine().compile(graph, store, List.of());
  }

  private static LightSession light(OnnxExecutable model) {
    return Objects.requireNonNull(model.light());
  }

  private void check(OnnxExecutable model, int number) {
    SmallConvolution.check(number, inputs -> model.run(inputs, graph.outputs(), Deadline.NONE));
  }

  /** Begins a run that makes all others come together until it is over. */
  private void accompany(LightSession light) throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(1);
    running.add(callers.submit(() -> light.run(Deadline.NONE, session -> stay(inside))));
    inside.await();
  }

  private void stay(CountDownLatch inside) {
    inside.countDown();
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void makeReady(OnnxExecutable model) {
    while (!light(model).isReady()) {
      check(model, 1);
    }
  }

  /** Keeps all places taken until all is over. */
  private void occupy(LightSession light) throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(PLACES);
    for (int caller = 0; caller < PLACES; caller++) {
      running.add(callers.submit(() -> light.run(Deadline.NONE, session -> stay(inside))));
    }
    inside.await();
  }

  private void awaitAll() throws Exception {
    over.countDown();
    for (Future<?> each : running) {
      each.get();
    }
  }

  /** Starts a thread, and returns when it waits for others. */
  private Thread started(Runnable work) {
    Thread thread = new Thread(work);
    thread.setUncaughtExceptionHandler((which, failure) -> failures.add(failure));
    thread.start();
    while (thread.isAlive() && !waits(thread)) {
      Thread.onSpinWait();
    }
    return thread;
  }

  private static boolean waits(Thread thread) {
    return thread.getState() == Thread.State.WAITING
        || thread.getState() == Thread.State.TIMED_WAITING;
  }

  @Test
  void manyCallersGetTheirOwnAnswers() throws Exception {
    try (OnnxExecutable model = compile()) {
      LightSession light = light(model);
      for (int i = 0; i < 2 * LightGraphs.WORTH; i++) {
        check(model, i);
      }
      assertThat(light.isReady()).as("for a caller that is alone").isFalse();
      Set<OnnxSession> sessions = ConcurrentHashMap.newKeySet();
      light.run(Deadline.NONE, sessions::add);
      accompany(light);
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
      light.run(Deadline.NONE, sessions::add);
      assertThat(sessions).as("one for who is alone, one for the others").hasSize(2);
      awaitAll();
      check(model, 7);
    }
  }

  @Test
  void whoWaitsCanBeStopped() throws Exception {
    try (OnnxExecutable model = compile()) {
      LightSession light = light(model);
      accompany(light);
      makeReady(model);
      occupy(light);
      // Who has a time-out does not wait.
      light.run(Deadline.after(Duration.ofMinutes(1)), session -> {});
      Set<OnnxSession> ran = ConcurrentHashMap.newKeySet();
      Thread waiting = Thread.currentThread();
      running.add(
          callers.submit(
              () -> {
                while (!waits(waiting)) {
                  Thread.onSpinWait();
                }
                waiting.interrupt();
              }));
      assertThatThrownBy(() -> light.run(Deadline.NONE, ran::add))
          .isInstanceOf(RunStoppedException.class)
          .hasMessageContaining("interrupted");
      assertThatThrownBy(() -> light.run(Deadline.NONE, ran::add))
          .as("the flag stays set")
          .isInstanceOf(RunStoppedException.class);
      assertThat(Thread.interrupted()).isTrue();
      awaitAll();
      check(model, 2);
      assertThat(ran).isEmpty();
    }
  }

  @Test
  void whoWaitsIsServedBeforeTheModelIsClosed() throws Exception {
    OnnxExecutable model = compile();
    LightSession light = light(model);
    accompany(light);
    makeReady(model);
    occupy(light);
    Thread caller = started(() -> check(model, 5));
    Thread closing = started(model::close);
    awaitAll();
    caller.join();
    closing.join();
    assertThat(failures).isEmpty();
    assertThatThrownBy(() -> check(model, 6))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
  }

  @Test
  void whatGoesWrongIsForItsCaller() throws Exception {
    try (OnnxExecutable model = compile()) {
      accompany(light(model));
      makeReady(model);
      Tensor wrong = Tensor.zeros(DType.FLOAT32, 1, 9, 9, 2);
      assertThatThrownBy(() -> model.run(Map.of("x", wrong), graph.outputs(), Deadline.NONE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("input 'x'");
      check(model, 3);
      awaitAll();
    }
  }

  @Test
  void aModelForOneThreadHasNone() {
    System.setProperty(THREADS, "1");
    try (OnnxExecutable model = compile()) {
      assertThat(model.light()).isNull();
      check(model, 3);
    }
  }
}
