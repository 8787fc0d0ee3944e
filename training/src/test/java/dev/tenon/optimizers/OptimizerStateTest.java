package dev.tenon.optimizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.engine.Engine;
import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.internal.train.state.OptimizerState;
import dev.tenon.internal.train.state.SavedState;
import dev.tenon.internal.train.step.OptimizerGraph;
import dev.tenon.internal.train.step.OptimizerVariables;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.View;
import dev.tenon.keras.config.OptimizerVariable.Kind;
import dev.tenon.runtime.Trainer;
import dev.tenon.runtime.TrainingEngine;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training goes on from the optimizer's state in a file as the Keras goes on that wrote it. */
class OptimizerStateTest {
  private static final Path FOLDER = Checkout.file("tests/goldens/optimizers");
  private static final int BEFORE = 3;

  private final Map<String, Tensor> arrays;
  private final List<Parameter> weights =
      List.of(
          weight("a/kernel", 3, 4),
          weight("a/bias", 4),
          weight("b/kernel", 4, 2),
          weight("b/bias", 2));

  OptimizerStateTest() throws IOException {
    arrays = Npz.read(Source.of(FOLDER.resolve("states.npz")));
  }

  private static Parameter weight(String path, long... shape) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return new Parameter(path, name, shape, DType.FLOAT32, Parameter.Role.WEIGHT, null);
  }

  @TestFactory
  Stream<DynamicTest> trainingGoesOn() throws IOException {
    JsonNode file = new ObjectMapper().readTree(FOLDER.resolve("states.json").toFile());
    return StreamSupport.stream(file.get("cases").spliterator(), false)
        .map(c -> DynamicTest.dynamicTest(c.get("name").asText(), () -> check(c)));
  }

  private void check(JsonNode recorded) {
    String name = recorded.get("name").asText();
    Optimizer optimizer =
        Optimizers.of(
            recorded.get("class_name").asText(), OptimizerRuns.plain(recorded.get("config")));
    ParameterStore store = new ParameterStore();
    OptimizerRuns.split(weights, arrays.get(name + "/weights")).forEach(store::put);
    OptimizerGraph graph = OptimizerGraph.of(optimizer, weights, p -> null, store);
    Map<String, Tensor> file = file(recorded);
    OptimizerState.restore(new SavedState(file, List.of()), optimizer, graph, store);

    checkWriting(recorded, optimizer, graph, store, file);
    if (name.equals("legacy_nadam")) {
      // The old rule counts its momentum in another way; the moments are taken over.
      return;
    }
    Tensor gradients = arrays.get("gradients");
    try (Trainer trainer = TrainingEngine.of(Engine.TENSORFLOW).trainer(name, store)) {
      Trainer.Program program = trainer.prepare(OptimizerRuns.program(graph, weights));
      for (int step = BEFORE; step < gradients.dim(0); step++) {
        program.run(OptimizerRuns.feed(weights, gradients.get(step)));
      }
      OptimizerRuns.split(weights, arrays.get(name + "/after"))
          .forEach(
              (weight, golden) ->
                  assertThat(OptimizerRuns.difference(trainer.read(weight), golden))
                      .as(weight.path())
                      .isLessThanOrEqualTo(1e-5));
    }
  }

  private Map<String, Tensor> file(JsonNode recorded) {
    Map<String, Tensor> file = new LinkedHashMap<>();
    for (JsonNode variable : recorded.get("variables")) {
      file.put(variable.asText(), arrays.get(recorded.get("name").asText() + "/" + file.size()));
    }
    return file;
  }

  /** What was read is written again under the same names, bit by bit. */
  private static void checkWriting(
      JsonNode recorded,
      Optimizer optimizer,
      OptimizerGraph graph,
      ParameterStore store,
      Map<String, Tensor> file) {
    String first = file.keySet().iterator().next();
    if (recorded.get("name").asText().startsWith("tf_") && first.equals("iteration:0")) {
      assertThat(inTfKeras(optimizer, graph, store)).isEqualTo(file);
    } else if (recorded.get("name").asText().startsWith("keras3_")) {
      Map<String, Tensor> written = OptimizerState.toFile(OptimizerState.known(graph, store));
      assertThat(List.copyOf(written.values())).isEqualTo(List.copyOf(file.values()));
      if (first.startsWith("optimizer/vars/")) {
        assertThat(List.copyOf(written.keySet())).isEqualTo(List.copyOf(file.keySet()));
      }
    }
  }

  /** Names the variables that tf_keras has as its HDF5 files do. */
  private static Map<String, Tensor> inTfKeras(
      Optimizer optimizer, OptimizerGraph graph, ParameterStore store) {
    Map<String, String> slots =
        Map.of("momentum", "m", "velocity", "v", "velocity_hat", "vhat", "norm", "u");
    Map<String, Tensor> file = new LinkedHashMap<>();
    for (OptimizerVariables.Variable variable : graph.declared().all()) {
      Parameter weight = variable.weight();
      // RMSprop alone spells its slots out.
      boolean spelled = optimizer instanceof RMSprop || variable.kind() != Kind.SLOT;
      String slot =
          spelled ? variable.name() : slots.getOrDefault(variable.name(), variable.name());
      boolean unknown =
          weight == null
              ? variable.kind() != Kind.ITERATION
              : variable.parameter().dtype() == DType.INT32;
      if (!unknown) {
        file.put(
            (weight == null ? slot : optimizer.className() + "/" + slot + "/" + weight.path())
                + ":0",
            store.stored(variable.parameter()).tensor());
      }
    }
    return file;
  }

  @Test
  void keras2WritesNamelessSlots() {
    Map<String, Tensor> file = new LinkedHashMap<>();
    file.put("Adam/iterations:0", Tensor.scalar(DType.INT64, 7L));
    for (int slot = 0; slot < 2; slot++) {
      for (Parameter weight : weights) {
        String name = "training/Adam/Variable_" + file.size() + ":0";
        file.put(name, Tensor.full(DType.FLOAT32, file.size(), weight.shape()));
      }
    }
    // With amsgrad off, Keras 2 stores a number for each weight.
    for (int i = 0; i < weights.size(); i++) {
      file.put("training/Adam/Variable_" + file.size() + ":0", Tensor.zeros(DType.FLOAT32, 1));
    }
    ParameterStore store = new ParameterStore();
    Optimizer adam = Optimizers.of("Adam", Map.of("lr", 0.01, "decay", 0.0));
    OptimizerGraph graph = OptimizerGraph.of(adam, weights, p -> null, store);
    OptimizerState.restore(new SavedState(file, List.of()), adam, graph, store);
    List<Double> firsts =
        graph.variables().stream()
            .map(v -> store.get(v).cast(DType.FLOAT64).toDoubleArray()[0])
            .map(value -> Math.round(value * 100) / 100.0)
            .toList();
    assertThat(firsts).containsExactly(7.0, 0.01, 1.0, 5.0, 2.0, 6.0, 3.0, 7.0, 4.0, 8.0);
  }

  @Test
  void slotsAreSeenThroughTheViewOfTheirWeight() {
    Parameter kernel = weight("k", 2, 3);
    ParameterStore store = new ParameterStore();
    View transposed = new View.Permute(List.of(1, 0));
    Tensor stored = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
    store.put(kernel, stored, transposed);
    Optimizer sgd = Optimizers.sgd(0.1).momentum(0.9);
    OptimizerGraph graph = OptimizerGraph.of(sgd, List.of(kernel), p -> null, store);
    Map<String, Tensor> file = new LinkedHashMap<>();
    file.put("iteration:0", Tensor.scalar(DType.INT64, 1L));
    file.put("SGD/m/k:0", stored);
    OptimizerState.restore(new SavedState(file, List.of()), sgd, graph, store);
    assertThat(store.get(graph.variables().get(2))).isEqualTo(store.get(kernel));
    assertThat(inTfKeras(sgd, graph, store)).isEqualTo(file);
  }

  /** tf_keras keeps momenta beside the weights of a descent without momentum, too. */
  @ParameterizedTest
  @ValueSource(strings = {"iteration:0", "optimizer/vars/0"})
  void momentaThatNothingUsesArePassedOver(String counter) {
    Map<String, Tensor> file = new LinkedHashMap<>();
    file.put(counter, Tensor.scalar(DType.INT64, 6L));
    for (Parameter weight : weights) {
      file.put("SGD/m/" + weight.path() + ":0", Tensor.zeros(DType.FLOAT32, weight.shape()));
    }
    ParameterStore store = new ParameterStore();
    Optimizer sgd = Optimizers.sgd(0.1);
    OptimizerGraph graph = OptimizerGraph.of(sgd, weights, p -> null, store);
    OptimizerState.restore(new SavedState(file, List.of()), sgd, graph, store);
    assertThat(store.get(graph.variables().get(0)).getLong(0)).isEqualTo(6);
  }

  @Test
  void anotherStateIsRefused() {
    ParameterStore store = new ParameterStore();
    Optimizer adam = Optimizers.adam(0.1);
    OptimizerGraph graph = OptimizerGraph.of(adam, weights, p -> null, store);
    Map<String, Tensor> file = new LinkedHashMap<>();
    for (int i = 0; i < 4; i++) {
      file.put("optimizer/vars/" + i, Tensor.scalar(DType.INT64, 1L));
    }
    assertThatThrownBy(
            () -> OptimizerState.restore(new SavedState(file, List.of()), adam, graph, store))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("4 variables")
        .hasMessageContaining("Adam of these weights has 10");
  }
}
