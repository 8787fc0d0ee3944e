package dev.tenon.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.Model;
import dev.tenon.runtime.onnxruntime.OnnxPort;
import dev.tenon.runtime.onnxruntime.OnnxSession;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Manifests;
import dev.tenon.training.FitOptions;
import dev.tenon.verify.Difference;
import dev.tenon.verify.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Models with stateful layers: what Keras answers when they are called again on the same inputs.
 */
final class StatefulModelsTest {
  /** SimpleRNN, LSTM, GRU, a Bidirectional and a ConvLSTM2D, in three dialects. */
  private static final int RECORDED = 15;

  private static final Path FOLDER = Checkout.file("tests/goldens/layers");
  private static final List<String> ENGINES = List.of("tensorflow", "onnxruntime");

  @TempDir private Path work;

  /** A model, its inputs, and what Keras answers the first and the second time. */
  private record Recorded(Path file, Recording golden, double tolerance) {
    void check(Model model, int call) {
      Map<String, Tensor> given = model.predict(golden.inputs(model.inputs()));
      List<Recording.Expected> expected =
          call == 1 ? golden.expected(model.outputs()) : golden.expectedAgain(model.outputs());
      assertThat(expected).isNotEmpty();
      expected.forEach(one -> near(one.tensor(), given.get(one.name()), "call " + call));
    }

    void near(Tensor expected, Tensor found, String what) {
      assertThat(relative(expected, found)).as(what).isLessThanOrEqualTo(tolerance);
    }

    /** The tests would see nothing if the two calls were alike. */
    void checkThatCallsDiffer() {
      Tensor first = golden.tensors().get("out0");
      assertThat(relative(first, golden.tensors().get("second:out0"))).isGreaterThan(1e-2);
    }
  }

  private static double relative(Tensor expected, Tensor found) {
    Difference difference = Difference.of(expected, found);
    assertThat(difference.problem()).isEmpty();
    return difference.relative();
  }

  private static List<Recorded> recorded() throws IOException {
    List<Recorded> all = new ArrayList<>();
    for (JsonNode row : Manifests.read(FOLDER.resolve("manifest.jsonl"))) {
      if (row.get("golden").asText().contains("stateful")) {
        Recording golden = Recording.read(FOLDER.resolve(row.get("golden").asText()));
        Path file = FOLDER.resolve(row.get("file").asText());
        all.add(new Recorded(file, golden, row.get("tolerance").asDouble()));
      }
    }
    assertThat(all).hasSizeGreaterThanOrEqualTo(RECORDED);
    return all;
  }

  private static Recorded lstm() throws IOException {
    return recorded().stream()
        .filter(one -> one.file.endsWith("lstm_stateful.k3.keras"))
        .findFirst()
        .orElseThrow();
  }

  @TestFactory
  Stream<DynamicTest> theSecondCallGoesOn() throws IOException {
    return recorded().stream()
        .map(one -> DynamicTest.dynamicTest(one.file.getFileName().toString(), () -> goesOn(one)));
  }

  private static void goesOn(Recorded one) throws IOException {
    one.checkThatCallsDiffer();
    try (Model model = Model.load(one.file)) {
      assertThat(model.info().isStateful()).isTrue();
      for (String engine : ENGINES) {
        one.check(model.on(engine), 1);
        one.check(model.on(engine), 2);
        model.resetStates();
      }
      one.check(model.on("onnxruntime"), 1);
      // The states are the model's and no engine's.
      one.check(model.on("tensorflow"), 2);
    }
  }

  @TestFactory
  Stream<DynamicTest> soDoesWhatIsWrittenAsOnnx() throws IOException {
    return recorded().stream()
        .map(one -> DynamicTest.dynamicTest(one.file.getFileName().toString(), () -> onnx(one)));
  }

  private void onnx(Recorded one) throws IOException {
    Path written = work.resolve("model.onnx");
    try (Model model = Model.load(one.file)) {
      model.predict(one.golden.inputs(model.inputs()));
      assertThat(model.save(written)).singleElement().asString().contains("_state/next'");
    }
    try (Model onnx = Model.load(written)) {
      assertThat(onnx.info().isStateful()).isTrue();
      for (String engine : ENGINES) {
        one.check(onnx.on(engine), 1);
        one.check(onnx.on(engine), 2);
        onnx.resetStates();
      }
    }
    // Without Tenon's knowledge of the pairs: what comes out is fed by hand.
    try (OnnxSession session = OnnxSession.open(written)) {
      Tensor x = one.golden.tensors().get("in0");
      Map<String, Tensor> fed = new LinkedHashMap<>();
      for (OnnxPort port : session.inputs()) {
        boolean state = port.name().contains("_state");
        long[] lengths = port.lengths().stream().mapToLong(Long::parseLong).toArray();
        fed.put(port.name(), state ? Tensor.zeros(DType.FLOAT32, lengths) : x);
      }
      for (String key : List.of("out0", "second:out0")) {
        Map<String, Tensor> results = session.run(fed);
        one.near(one.golden.tensors().get(key), results.values().iterator().next(), key);
        results.forEach((name, next) -> fed.computeIfPresent(before(name), (n, old) -> next));
      }
    }
  }

  private static String before(String next) {
    return next.replaceAll("/next$", "");
  }

  @Test
  void innerValuesBelongToTheSameCall() throws IOException {
    Recorded one = lstm();
    try (Model model = Model.load(one.file)) {
      String output = model.outputs().get(0).name();
      Map<String, Tensor> inputs = one.golden.inputs(model.inputs());
      for (String engine : ENGINES) {
        model.resetStates();
        for (String key : List.of("out0", "second:out0")) {
          Map<String, Tensor> both = model.on(engine).run(inputs, List.of("keeps", output));
          one.near(one.golden.tensors().get(key), both.get("keeps"), engine + " " + key);
        }
        // The states lie among the weights, and can be given back.
        Map<String, Tensor> states = new LinkedHashMap<>(model.weights());
        states.keySet().removeIf(name -> !name.contains("_state"));
        assertThat(states).hasSize(2);
        model.resetStates();
        model.on(engine).predict(inputs);
        model.on(engine).predict(inputs);
        assertThat(model.weights()).containsAllEntriesOf(states);
      }
    }
  }

  @Test
  void anotherSizeOfBatchIsRefused() throws IOException {
    try (Model model = Model.load(lstm().file)) {
      Tensor three = Tensor.zeros(DType.FLOAT32, 3, 5, 4);
      assertThatThrownBy(() -> model.predict(three)).hasMessageContaining("(2, 5, 4)");
    }
  }

  /** The inputs are the same, so that the order of the threads does not matter. */
  @Test
  void threadsTakeTurns() throws Exception {
    int threads = 4;
    int rounds = 10;
    Recorded one = lstm();
    Tensor x = one.golden.tensors().get("in0");
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try (Model alone = Model.load(one.file);
        Model shared = Model.load(one.file)) {
      for (int i = 0; i < threads * rounds; i++) {
        alone.predict(x);
      }
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        Model runner = shared.on(ENGINES.get(i % 2));
        running.add(
            pool.submit(
                () -> {
                  for (int round = 0; round < rounds; round++) {
                    runner.predict(x);
                  }
                }));
      }
      for (Future<?> future : running) {
        future.get();
      }
      assertThat(relative(alone.predict(x), shared.predict(x))).isLessThan(1e-5);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void aModelInTrainingRemembersToo() throws IOException {
    Recorded one = lstm();
    Tensor x = one.golden.tensors().get("in0");
    try (Model model = Model.load(one.file)) {
      model.compile("sgd", "mse");
      model.fit(x, one.golden.tensors().get("out0"), FitOptions.DEFAULTS.verbose(0));
      model.resetStates();
      Tensor first = model.predict(x);
      Tensor second = model.predict(x);
      assertThat(relative(first, second)).isGreaterThan(1e-2);
      model.resetStates();
      assertThat(model.predict(x)).isEqualTo(first);
      // The other engine takes over weights and states.
      assertThat(relative(second, model.on("onnxruntime").predict(x))).isLessThan(1e-5);
    }
  }

  @Test
  void aSavedModelForgetsAndSaysSo() throws IOException {
    Recorded one = lstm();
    Tensor x = one.golden.tensors().get("in0");
    Path folder = work.resolve("model.savedmodel");
    try (Model model = Model.load(one.file)) {
      model.predict(x);
      assertThat(model.save(folder)).singleElement().asString().contains("'keeps/rnn_state_1'");
    }
    try (Model written = Model.load(folder)) {
      assertThat(written.info().isStateful()).isFalse();
      one.check(written, 1);
      one.check(written, 1);
    }
  }
}
