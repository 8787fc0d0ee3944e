package dev.tenon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.tenon.error.RunStoppedException;
import dev.tenon.error.RunStoppedException.Reason;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Protos;
import dev.tenon.training.PredictOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that would not end by themselves. */
@Timeout(60)
final class StoppedRunsTest {
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final Tensor ONE = Tensor.of(new float[] {1}, 1);

  /** Returns x + 1 + 1 + …, for ever. */
  private static byte[] endless() {
    GraphProto.Builder body = GraphProto.newBuilder().setName("turn");
    body.addInput(Protos.port("i", TensorProto.DataType.INT64_VALUE));
    body.addInput(Protos.port("go", TensorProto.DataType.BOOL_VALUE));
    body.addInput(Protos.floats("s", 1));
    body.addNode(Protos.node("Identity", List.of("go"), List.of("on")));
    body.addNode(Protos.node("Add", List.of("s", "s"), List.of("n")));
    body.addOutput(Protos.port("on", TensorProto.DataType.BOOL_VALUE));
    body.addOutput(Protos.floats("n", 1));
    GraphProto.Builder graph = GraphProto.newBuilder();
    graph.addInput(Protos.floats("x", 1));
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName("yes")
            .setDataType(TensorProto.DataType.BOOL_VALUE)
            .addInt32Data(1));
    graph.addNode(
        Protos.node(
            "Loop", List.of("", "yes", "x"), List.of("y"), Protos.graph("body", body.build())));
    graph.addOutput(Protos.floats("y", 1));
    return Protos.model(graph, 17).build().toByteArray();
  }

  /** Returns the largest of many random numbers, which take one operator minutes. */
  private static byte[] huge() {
    GraphProto.Builder graph = GraphProto.newBuilder();
    graph.addInput(Protos.floats("x", 1));
    graph.addNode(
        Protos.node("RandomNormal", List.of(), List.of("r"), Protos.ints("shape", 30_000, 10_000)));
    graph.addNode(
        Protos.node("ReduceMax", List.of("r"), List.of("m"), Protos.integer("keepdims", 0)));
    graph.addNode(Protos.node("Add", List.of("x", "m"), List.of("y")));
    graph.addOutput(Protos.floats("y", 1));
    return Protos.model(graph, 17).build().toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"onnxruntime", "tensorflow"})
  void timeOutEndsAnEndlessLoop(String engine) throws IOException {
    try (Model model = Model.load(endless());
        Model on = model.on(engine)) {
      long start = System.nanoTime();
      RunStoppedException e =
          catchThrowableOfType(
              RunStoppedException.class,
              () -> on.predict(ONE, PredictOptions.predict().timeout(SHORT)));
      assertThat(e.reason()).isEqualTo(Reason.TIMEOUT);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      assertThat(threadsInRuns()).as("native code that goes on").isZero();
    }
  }

  /** Returns how many threads are in native code for runs with a time-out, after a moment. */
  private static long threadsInRuns() {
    long count = 1;
    for (int i = 0; i < 50 && count > 0; i++) {
      LockSupport.parkNanos(100_000_000);
      count =
          Thread.getAllStackTraces().entrySet().stream()
              .filter(thread -> thread.getKey().getName().equals("tenon-run"))
              .filter(
                  thread ->
                      Arrays.stream(thread.getValue())
                          .anyMatch(frame -> frame.getClassName().contains("RunGate")))
              .count();
    }
    return count;
  }

  @ParameterizedTest
  @ValueSource(strings = {"onnxruntime", "tensorflow"})
  void timeOutEndsAHugeTensor(String engine) throws IOException {
    try (Model model = Model.load(huge());
        Model on = model.on(engine)) {
      long start = System.nanoTime();
      assertThatThrownBy(() -> on.predict(ONE, PredictOptions.predict().timeout(SHORT)))
          .isInstanceOf(RunStoppedException.class)
          .hasMessageContaining("PT0.5S");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"onnxruntime"})
  void interruptEndsAnEndlessLoop(String engine) throws Exception {
    try (Model model = Model.load(endless());
        Model on = model.on(engine)) {
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      AtomicReference<Boolean> flag = new AtomicReference<>();
      Thread thread =
          new Thread(
              () -> {
                try {
                  on.predict(ONE);
                } catch (RuntimeException e) {
                  thrown.set(e);
                  flag.set(Thread.currentThread().isInterrupted());
                }
              });
      thread.start();
      Thread.sleep(1000);
      thread.interrupt();
      thread.join();
      assertThat(thrown.get())
          .isInstanceOfSatisfying(
              RunStoppedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INTERRUPT));
      assertThat(flag.get()).isTrue();
    }
  }
}
