package dev.tenon.optimizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.engine.Engine;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.internal.train.step.OptimizerGraph;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
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

/** Names, configurations and checks of optimizers. */
class OptimizersTest {
  private static final Path CASES = Checkout.file("tests/goldens/optimizers/cases.json");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Parameter WEIGHT =
      new Parameter(
          "d/kernel", "kernel", new long[] {2}, DType.FLOAT32, Parameter.Role.WEIGHT, null);

  @TestFactory
  Stream<DynamicTest> configurationsEqualKeras() throws IOException {
    JsonNode file = JSON.readTree(CASES.toFile());
    return StreamSupport.stream(file.get("cases").spliterator(), false)
        .map(c -> DynamicTest.dynamicTest(c.get("name").asText(), () -> checkConfig(c)));
  }

  private static void checkConfig(JsonNode recorded) {
    ObjectNode object = recorded.get("optimizer").deepCopy();
    Optimizer optimizer =
        Optimizers.of(object.get("class_name").asText(), OptimizerRuns.plain(object.get("config")));
    ObjectNode written = JSON.valueToTree(Optimizers.serialize(optimizer));
    // Keras counts its optimizers: adam_3.
    String name = ((ObjectNode) object.get("config")).remove("name").asText();
    assertThat(name).startsWith(((ObjectNode) written.get("config")).remove("name").asText());
    if (object.get("registered_name").asText().equals(object.get("class_name").asText())) {
      object.putNull("registered_name");
    }
    assertThat(numbers(written)).isEqualTo(numbers(object));
  }

  /** 1 and 1.0 are the same number. */
  private static Object numbers(JsonNode node) {
    if (node.isNumber()) {
      return node.asDouble();
    }
    if (node.isArray()) {
      return StreamSupport.stream(node.spliterator(), false).map(n -> numbers(n)).toList();
    }
    if (node.isObject()) {
      Map<String, Object> map = new LinkedHashMap<>();
      node.properties().forEach(e -> map.put(e.getKey(), numbers(e.getValue())));
      return map;
    }
    return node.toString();
  }

  @Test
  void namesAreKeras() {
    for (String name :
        List.of(
            "sgd",
            "rmsprop",
            "adam",
            "adamw",
            "adamax",
            "nadam",
            "adagrad",
            "adadelta",
            "adafactor",
            "ftrl",
            "lion",
            "lamb",
            "muon")) {
      assertThat(Optimizers.of(name).className()).isEqualToIgnoringCase(name);
    }
    assertThat(Optimizers.of("adam")).isEqualTo(Adam.DEFAULTS);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Optimizers.of("admm"))
        .withMessageContaining("'admm'")
        .withMessageContaining("'adam'");
  }

  @Test
  void wrongNumbersAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Optimizers.adam(-1))
        .withMessage("learningRate must be at least 0, received -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Optimizers.adam(Double.NaN))
        .withMessageContaining("learningRate");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Adam.DEFAULTS.beta1(1))
        .withMessage("beta1 must be at least 0 and less than 1, received 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SGD.DEFAULTS.momentum(1.5))
        .withMessage("momentum must be between 0 and 1, received 1.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AdamW.DEFAULTS.options(OptimizerOptions.DEFAULTS))
        .withMessageContaining("weightDecay");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OptimizerOptions.DEFAULTS.clipnorm(1.0).clipvalue(1.0))
        .withMessageContaining("only one of");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OptimizerOptions.DEFAULTS.gradientAccumulationSteps(1L))
        .withMessageContaining("gradientAccumulationSteps must be at least 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Schedules.piecewiseConstantDecay(List.of(3.0), List.of(0.1)))
        .withMessageContaining("1 boundaries and 1 values");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Schedules.cosineDecay(0.1, 0))
        .withMessage("decaySteps must be more than 0, received 0");
  }

  @Test
  void oldKeysAreUnderstood() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("lr", 0.002);
    config.put("beta_1", 0.8);
    config.put("epsilon", null);
    config.put("decay", 0.5);
    assertThat(Optimizers.of("Adam", config))
        .isEqualTo(
            new Adam(
                Schedules.inverseTimeDecay(0.002, 1, 0.5),
                0.8,
                0.999,
                1e-7,
                false,
                false,
                OptimizerOptions.DEFAULTS));
    assertThat(Optimizers.of("Custom>SGD", Map.of("learning_rate", 1, "jit_compile", true)))
        .isEqualTo(SGD.DEFAULTS.learningRate(new ConstantRate(1)));
  }

  @Test
  void whatIsUnknownIsNamed() {
    assertThatThrownBy(() -> Optimizers.of("LossScaleOptimizer", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'inner_optimizer' must be an optimizer");
    assertThatThrownBy(() -> Optimizers.of("SGD", Map.of("warmth", 1)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("[warmth]");
    assertThatThrownBy(() -> Optimizers.of("SGD", Map.of("momentum", "much")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("SGD: 'momentum' must be a number, received much");
    Map<String, Object> schedule = Map.of("class_name", "NoisyLinear", "config", Map.of());
    assertThatThrownBy(() -> Optimizers.of("SGD", Map.of("learning_rate", schedule)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("NoisyLinear")
        .hasMessageContaining("CosineDecay");
    OptimizerOptions options = OptimizerOptions.DEFAULTS;
    KerasObject radial = KerasObject.of("RadialConstraint");
    assertThatThrownBy(
            () ->
                OptimizerGraph.of(
                    SGD.DEFAULTS.options(options),
                    List.of(WEIGHT),
                    p -> radial,
                    new ParameterStore()))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("RadialConstraint");
  }

  @Test
  void aLossThatNoWeightLeadsToIsRefused() {
    OptimizerGraph graph =
        OptimizerGraph.of(SGD.DEFAULTS, List.of(WEIGHT), p -> null, new ParameterStore());
    GraphBuilder builder = new GraphBuilder("forward");
    Ops ops = new Ops(() -> builder, () -> Origin.NONE);
    Value whole = ops.cast(builder.read(WEIGHT), DType.INT64);
    Value loss = ops.reduceSum(ops.cast(whole, DType.FLOAT32), false, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> graph.program(builder.build(List.of(loss), List.of("loss")), loss, List.of()))
        .withMessageContaining("none of the 1 trainable weights");
  }

  @Test
  void theRateCanBeReadAndSetAndAveragesEndInTheWeights() {
    ParameterStore store = new ParameterStore();
    store.put(WEIGHT, Tensor.of(new float[] {1, 2}, 2));
    List<Parameter> weights = List.of(WEIGHT);
    OptimizerOptions options = OptimizerOptions.DEFAULTS.useEma(true).emaMomentum(0.5);
    OptimizerGraph graph =
        OptimizerGraph.of(Optimizers.sgd(0.5).options(options), weights, p -> null, store);
    Tensor ones = Tensor.of(new float[] {1, 1}, 2);
    try (Trainer trainer = TrainingEngine.of(Engine.TENSORFLOW).trainer("rate", store)) {
      Trainer.Program program = trainer.prepare(OptimizerRuns.program(graph, weights));
      assertThat(graph.learningRate(trainer)).isEqualTo(0.5);
      program.run(OptimizerRuns.feed(weights, ones));
      trainer.assign(Map.of(graph.rate(), Tensor.scalar(DType.FLOAT32, 0.25)));
      program.run(OptimizerRuns.feed(weights, ones));
      assertThat(trainer.read(WEIGHT).toFloatArray()).containsExactly(0.25f, 1.25f);
      assertThat(trainer.read(graph.iterations()).getLong(0)).isEqualTo(2);
      graph.finish(trainer);
      assertThat(trainer.read(WEIGHT).toFloatArray()).containsExactly(0.375f, 1.375f);
    }
  }

  @Test
  void theRateOfAScheduleCanBeRead() {
    ParameterStore store = new ParameterStore();
    store.put(WEIGHT, Tensor.of(new float[] {1, 2}, 2));
    List<Parameter> weights = List.of(WEIGHT);
    OptimizerGraph graph =
        OptimizerGraph.of(
            Optimizers.adam(Schedules.inverseTimeDecay(0.5, 1, 1)), weights, p -> null, store);
    try (Trainer trainer = TrainingEngine.of(Engine.TENSORFLOW).trainer("schedule", store)) {
      Trainer.Program program = trainer.prepare(OptimizerRuns.program(graph, weights));
      assertThat(graph.rate()).isNull();
      assertThat(graph.learningRate(trainer)).isEqualTo(0.5);
      program.run(OptimizerRuns.feed(weights, Tensor.of(new float[] {1, 1}, 2)));
      assertThat(graph.learningRate(trainer)).isEqualTo(0.25);
    }
  }
}
