package dev.tenon.tests.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tenon.Model;
import dev.tenon.data.Dataset;
import dev.tenon.error.RunStoppedException.Reason;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.model.TensorSpec;
import dev.tenon.runtime.Deadline;
import dev.tenon.runtime.Executable;
import dev.tenon.runtime.GraphEngine;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What an engine must do, whichever it is. An engine's own test extends this class and says which
 * engine it is and what its library lacks.
 */
@Timeout(120)
abstract class EngineCompatibilityKit {
  private static final Tensor ONE = Tensor.of(new float[] {1}, 1);
  private static final long FOR_EVER = Long.MAX_VALUE;

  /** Returns the engine. */
  abstract GraphEngine engine();

  /** Says whether an interrupt ends a run without a time-out before the run ends by itself. */
  abstract boolean stopsInsideARun();

  /** Returns the element types that the engine's library cannot move. */
  Set<DType> missingTypes() {
    return EnumSet.noneOf(DType.class);
  }

  private Model load(String golden) throws IOException {
    return Model.load(Checkout.file("tests/goldens/layers").resolve(golden));
  }

  private static Map<String, Tensor> turns(long count) {
    return Map.of("turns", Tensor.scalar(DType.INT64, count), "x", ONE);
  }

  private static Tensor run(EngineGraphs.Compiled compiled, Tensor x) {
    return compiled.executable().run(Map.of("x", x), List.of(compiled.output())).get(0);
  }

  // Empty batches

  @Test
  void emptyBatchHasEmptyOutputs() throws IOException {
    for (String golden : List.of("recurrent/lstm.k3.keras", "recurrent/gru.k3.keras")) {
      try (Model model = load(golden);
          Model on = model.on(engine().engine())) {
        long[] sample = on.inputs().get(0).shape().toLongs();
        sample[0] = 0;
        Map<String, Tensor> none =
            Map.of(on.inputs().get(0).name(), Tensor.zeros(DType.FLOAT32, sample));
        Map<String, Tensor> answers = on.predict(none);
        for (TensorSpec output : on.outputs()) {
          long[] expected = output.shape().toLongs();
          expected[0] = 0;
          assertThat(answers.get(output.name()))
              .as(golden + " " + output)
              .isEqualTo(Tensor.zeros(output.dtype(), expected));
        }
      }
    }
  }

  @Test
  void trainingOnNoSamplesSaysSo() throws IOException {
    try (Model model = load("core/dense.k3.keras");
        Model on = model.on(engine().engine())) {
      on.compile("sgd", "mse");
      long[] x = on.inputs().get(0).shape().toLongs();
      long[] y = on.outputs().get(0).shape().toLongs();
      x[0] = 0;
      y[0] = 0;
      Tensor features = Tensor.zeros(DType.FLOAT32, x);
      Tensor targets = Tensor.zeros(DType.FLOAT32, y);
      assertThatThrownBy(() -> on.evaluate(features, targets))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no samples");
    }
  }

  // Stopping

  @Test
  void interruptedThreadDoesNotBeginARun() {
    try (EngineGraphs.Compiled compiled =
        EngineGraphs.compile(engine(), EngineGraphs.floats(-1, 3), Ops::relu)) {
      Tensor x = Tensor.zeros(DType.FLOAT32, 2, 3);
      Thread.currentThread().interrupt();
      Throwable thrown = catchThrowable(() -> run(compiled, x));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(Stops.reason(thrown)).isEqualTo(Reason.INTERRUPT);
      assertThat(run(compiled, x)).isEqualTo(x);
    }
  }

  @Test
  void interruptEndsAPredictionBetweenBatches() throws Exception {
    try (Model model = load("core/dense.k3.keras");
        Model on = model.on(engine().engine())) {
      long[] shape = on.inputs().get(0).shape().toLongs();
      shape[0] = 2;
      Dataset endless = Stops.endless(Tensor.zeros(DType.FLOAT32, shape));
      assertThat(Stops.interrupted(() -> on.predict(endless), 300)).isEqualTo(Reason.INTERRUPT);
      String name = on.inputs().get(0).name();
      on.predict(Map.of(name, Tensor.zeros(DType.FLOAT32, shape)))
          .values()
          .forEach(output -> assertThat(output.dim(0)).isEqualTo(2));
    }
  }

  @Test
  void interruptEndsARunWithATimeOut() throws Exception {
    EngineGraphs.Compiled compiled = EngineGraphs.counting(engine());
    Deadline later = Deadline.after(Duration.ofSeconds(3));
    long start = System.nanoTime();
    assertThat(
            Stops.interrupted(
                () -> compiled.executable().run(turns(FOR_EVER), List.of(compiled.output()), later),
                300))
        .isEqualTo(Reason.INTERRUPT);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    assertUsable(compiled);
    compiled.close();
  }

  @Test
  void interruptEndsARunWhereTheEngineCan() throws Exception {
    if (!stopsInsideARun()) {
      return;
    }
    try (EngineGraphs.Compiled compiled = EngineGraphs.counting(engine())) {
      assertThat(
              Stops.interrupted(
                  () -> compiled.executable().run(turns(FOR_EVER), List.of(compiled.output())),
                  300))
          .isEqualTo(Reason.INTERRUPT);
      assertUsable(compiled);
    }
  }

  @Test
  void timeOutEndsARunAndLeavesTheModelUsable() {
    EngineGraphs.Compiled compiled = EngineGraphs.counting(engine());
    long start = System.nanoTime();
    Throwable thrown =
        catchThrowable(
            () ->
                compiled
                    .executable()
                    .run(
                        turns(FOR_EVER),
                        List.of(compiled.output()),
                        Deadline.after(Duration.ofMillis(400))));
    assertThat(Stops.reason(thrown)).isEqualTo(Reason.TIMEOUT);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    assertUsable(compiled);
    compiled.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
  }

  @Test
  void runWithinItsTimeGivesItsResult() {
    try (EngineGraphs.Compiled compiled = EngineGraphs.counting(engine())) {
      Deadline later = Deadline.after(Duration.ofMinutes(1));
      List<Tensor> results = compiled.executable().run(turns(5), List.of(compiled.output()), later);
      assertThat(results.get(0).getFloat(0)).isEqualTo(6);
    }
  }

  private static void assertUsable(EngineGraphs.Compiled compiled) {
    List<Tensor> results = compiled.executable().run(turns(3), List.of(compiled.output()));
    assertThat(results.get(0).getFloat(0)).isEqualTo(4);
  }

  // Closing

  @Test
  void closingWaitsForARun() throws Exception {
    EngineGraphs.Compiled compiled = EngineGraphs.counting(engine());
    assertUsable(compiled);
    CompletableFuture<Tensor> result =
        CompletableFuture.supplyAsync(
            () -> compiled.executable().run(turns(100_000), List.of(compiled.output())).get(0),
            task -> new Thread(task).start());
    Thread.sleep(20);
    compiled.close();
    compiled.close();
    Throwable refused = catchThrowable(result::join);
    if (refused == null) {
      assertThat(result.join().getFloat(0)).isEqualTo(100_001);
    } else {
      // The run had not begun.
      assertThat(refused).hasCauseInstanceOf(IllegalStateException.class);
    }
    assertThatThrownBy(() -> assertUsable(compiled))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  // Names

  @Test
  void wrongInputsAreNamed() {
    try (EngineGraphs.Compiled compiled =
        EngineGraphs.compile(engine(), EngineGraphs.floats(-1, 3), Ops::relu)) {
      assertThatThrownBy(() -> compiled.executable().run(Map.of(), List.of(compiled.output())))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'x'");
      assertThatThrownBy(() -> run(compiled, Tensor.zeros(DType.FLOAT32, 2, 2)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'x'");
      assertThatThrownBy(() -> run(compiled, Tensor.zeros(DType.FLOAT64, 2, 3)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'x'");
      Value stranger = Value.of("stranger", EngineGraphs.floats(1));
      assertThatThrownBy(
              () ->
                  compiled
                      .executable()
                      .run(Map.of("x", Tensor.zeros(DType.FLOAT32, 2, 3)), List.of(stranger)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("stranger");
    }
  }

  @Test
  void innerValuesAreGivenBesideOutputs() {
    GraphBuilder builder = new GraphBuilder("inner");
    Ops ops = new Ops(() -> builder, () -> Origin.NONE);
    Value x = builder.input("x", EngineGraphs.floats(-1, 2));
    Value negative = ops.neg(x);
    Value y = ops.relu(negative);
    Graph graph = builder.build(List.of(y), List.of("y"));
    try (Executable executable =
        engine().compile(graph, new ParameterStore(), List.of(negative, x))) {
      Tensor given = Tensor.of(new float[] {-1, 2}, 1, 2);
      List<Tensor> results = executable.run(Map.of("x", given), List.of(y, negative, x, y));
      assertThat(results.get(0).toFloatArray()).containsExactly(1, 0);
      assertThat(results.get(1).toFloatArray()).containsExactly(1, -2);
      assertThat(results.get(2)).isEqualTo(given);
      assertThat(results.get(3)).isEqualTo(results.get(0));
    }
  }

  // States and threads

  @Test
  void statesGoFromRunToRunUntilReset() throws IOException {
    try (Model model = load("recurrent/lstm_stateful.k3.keras");
        Model on = model.on(engine().engine())) {
      long[] shape = on.inputs().get(0).shape().toLongs();
      Tensor batch = Tensor.full(DType.FLOAT32, 0.5, shape);
      Tensor first = on.predict(batch);
      assertThat(on.predict(batch)).isNotEqualTo(first);
      on.resetStates();
      assertThat(on.predict(batch)).isEqualTo(first);
    }
  }

  @Test
  void severalThreadsShareAnExecutable() throws Exception {
    try (EngineGraphs.Compiled compiled =
        EngineGraphs.compile(engine(), EngineGraphs.floats(-1, 3), (ops, x) -> ops.mul(x, 2))) {
      var threads = Executors.newFixedThreadPool(8);
      List<CompletableFuture<Boolean>> right =
          IntStream.rangeClosed(1, 200)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () -> {
                            Tensor x = Tensor.of(new float[] {i, -i, 1}, 1, 3);
                            float[] expected = {2f * i, -2f * i, 2};
                            return Arrays.equals(run(compiled, x).toFloatArray(), expected);
                          },
                          threads))
              .toList();
      assertThat(right.stream().map(CompletableFuture::join)).hasSize(200).containsOnly(true);
      threads.shutdown();
    }
  }

  // Shapes, numbers and types

  @Test
  void scalarsAndAxesOfNoLength() {
    for (long[] shape : new long[][] {{}, {0}, {2, 0}, {2, 0, 3}, {1, 1, 1, 1, 1, 1}}) {
      TensorType open = new TensorType(DType.FLOAT32, Shape.ofRank(shape.length));
      try (EngineGraphs.Compiled compiled =
          EngineGraphs.compile(engine(), open, (ops, x) -> ops.add(ops.neg(x), 1))) {
        Tensor result = run(compiled, Tensor.zeros(DType.FLOAT32, shape));
        assertThat(result).isEqualTo(Tensor.full(DType.FLOAT32, 1, shape));
      }
    }
  }

  @Test
  void reductionOverNoElementsIsTheNeutralElement() {
    try (EngineGraphs.Compiled compiled =
        EngineGraphs.compile(
            engine(), EngineGraphs.floats(2, -1), (ops, x) -> ops.reduceSum(x, false, 1))) {
      assertThat(run(compiled, Tensor.zeros(DType.FLOAT32, 2, 0)).toFloatArray())
          .containsExactly(0, 0);
    }
  }

  @Test
  void nanAndInfinitiesGoThrough() {
    float[] odd = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f};
    try (EngineGraphs.Compiled compiled =
        EngineGraphs.compile(
            engine(), EngineGraphs.floats(-1), (ops, x) -> ops.add(ops.neg(x), 1))) {
      assertThat(run(compiled, Tensor.of(odd, 4)).toFloatArray())
          .containsExactly(Float.NaN, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, 1);
    }
  }

  @Test
  void everyElementTypeGoesInAndComesOut() {
    for (DType dtype : EnumSet.allOf(DType.class)) {
      if (missingTypes().contains(dtype)) {
        continue;
      }
      TensorType type = new TensorType(dtype, Shape.of(Dim.symbol("n")));
      Tensor given =
          dtype == DType.STRING
              ? Tensor.ofStrings(new String[] {"a", "", "ä"})
              : Tensor.of(new double[] {0, 1, 200}).cast(dtype);
      Tensor none = dtype == DType.STRING ? Tensor.ofStrings(new String[0]) : given.slice(0, 0, 0);
      try (EngineGraphs.Compiled compiled =
          EngineGraphs.compile(engine(), type, (ops, x) -> ops.apply(new Unary.Identity(), x))) {
        assertThat(run(compiled, given)).as(dtype.numpyName()).isEqualTo(given);
        assertThat(run(compiled, none)).as(dtype.numpyName()).isEqualTo(none);
      }
    }
  }
}
