package dev.tenon.exporters.keras.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.exporters.keras.plan.Diagnostics;
import dev.tenon.exporters.keras.plan.KerasContent;
import dev.tenon.keras.KerasGeneration;
import dev.tenon.keras.config.OptimizerVariable;
import dev.tenon.keras.config.OptimizerVariable.Kind;
import dev.tenon.saving.keras.KerasFormat;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the exporter adds to the variables of another generation, and what it leaves out. */
final class SlotOrderTest {
  private record Named(Kind kind, String name, @Nullable Object weight)
      implements OptimizerVariable {}

  private static final KerasGeneration OLDER = KerasGeneration.TF_KERAS;
  private static final Named ITERATION = new Named(Kind.ITERATION, "iteration", null);
  private static final Named MOMENTUM = new Named(Kind.SLOT, "momentum", "a");
  private static final Named VELOCITY = new Named(Kind.SLOT, "velocity", "a");
  private static final Map<String, Object> NEW = Map.of("is_legacy_optimizer", false);

  private final Diagnostics diagnostics = new Diagnostics();

  /**
   * Writes variables: those of the file hold 0, 1, 2…, those that are known 10, 11, 12….
   *
   * @param stored the number of variables in the file
   */
  private List<Double> written(
      KerasGeneration from,
      Map<String, Object> config,
      int stored,
      KerasFormat to,
      OptimizerVariable... known) {
    Map<String, Tensor> file = new LinkedHashMap<>();
    for (int i = 0; i < stored; i++) {
      file.put("variable_" + i, Tensor.scalar(DType.FLOAT32, i));
    }
    Map<OptimizerVariable, Tensor> variables = new LinkedHashMap<>();
    for (OptimizerVariable variable : known) {
      variables.put(variable, Tensor.scalar(DType.FLOAT32, variables.size() + 10));
    }
    KerasContent.Training training =
        new KerasContent.Training(
            from,
            Map.of("optimizer", Map.of("class_name", "Adam", "config", config)),
            file,
            variables);
    OptimizerConfigWriter optimizer = new OptimizerConfigWriter(training, to, true);
    List<Tensor> written = new SlotOrder(training, optimizer).variables(diagnostics);
    if (to != KerasFormat.KERAS && !written.isEmpty()) {
      assertThat(written.get(0).dtype()).isEqualTo(DType.INT64);
    }
    return written.stream().map(tensor -> tensor.getDouble(0)).toList();
  }

  @Test
  void theSameGenerationKeepsAllAsItIs() {
    assertThat(written(KerasGeneration.KERAS_3, Map.of(), 4, KerasFormat.KERAS, ITERATION))
        .containsExactly(0.0, 1.0, 2.0, 3.0);
  }

  @Test
  void kerasThreeGetsTheLearningRate() {
    Map<String, Object> config = Map.of("is_legacy_optimizer", false, "learning_rate", 0.5);
    assertThat(written(OLDER, config, 2, KerasFormat.KERAS, ITERATION, MOMENTUM))
        .containsExactly(10.0, 0.5, 11.0);
    assertThat(written(OLDER, NEW, 2, KerasFormat.KERAS, ITERATION))
        .containsExactly(10.0, (double) 0.001f);
    assertThat(written(OLDER, Map.of("lr", 0.25), 1, KerasFormat.KERAS, ITERATION))
        .containsExactly(10.0, 0.25);
  }

  @Test
  void aScheduleIsNoVariable() {
    Map<String, Object> config = Map.of("learning_rate", Map.of("class_name", "CosineDecay"));
    assertThat(written(OLDER, config, 2, KerasFormat.KERAS, ITERATION, MOMENTUM))
        .containsExactly(10.0, 11.0);
    assertThat(diagnostics.notes()).isEmpty();
  }

  @Test
  void tfKerasGetsACounterOfItsType() {
    Named rate = new Named(Kind.LEARNING_RATE, "learning_rate", null);
    KerasFormat to = KerasFormat.TF_KERAS_H5;
    assertThat(
            written(KerasGeneration.KERAS_3, Map.of(), 4, to, ITERATION, rate, MOMENTUM, VELOCITY))
        .containsExactly(10.0, 12.0, 13.0);
  }

  @Test
  void whatIsNotKnownIsLeftOutWithANote() {
    assertThat(written(OLDER, NEW, 3, KerasFormat.KERAS)).isEmpty();
    assertThat(diagnostics.notes()).singleElement().asString().contains("Adam keeps other");
  }

  @Test
  void gradientsAreAccumulatedByKerasThreeOnly() {
    Map<String, Object> config = Map.of("gradient_accumulation_steps", 2);
    Named sum = new Named(Kind.ACCUMULATOR, "gradient_accumulator", "a");
    KerasFormat to = KerasFormat.TF_KERAS_H5;
    assertThat(written(KerasGeneration.KERAS_3, config, 3, to, ITERATION, sum, MOMENTUM)).isEmpty();
    assertThat(diagnostics.notes()).hasSize(1);
  }

  /** Older files of Nadam have a cache of the momentum, those of Keras 2 numbers beside weights. */
  @Test
  void anOlderRuleWithOtherVariablesIsLeftOut() {
    assertThat(written(OLDER, Map.of(), 3, KerasFormat.KERAS, ITERATION, MOMENTUM)).isEmpty();
    Named product = new Named(Kind.SHARED, "u_product", null);
    assertThat(written(OLDER, Map.of(), 2, KerasFormat.KERAS, ITERATION, product)).isEmpty();
    assertThat(diagnostics.notes()).hasSize(1);
  }
}
