package dev.tenon.internal.train.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.exporters.keras.config.OptimizerConfigWriter;
import dev.tenon.exporters.keras.config.SlotOrder;
import dev.tenon.exporters.keras.plan.Diagnostics;
import dev.tenon.exporters.keras.plan.KerasContent;
import dev.tenon.internal.train.step.OptimizerVariables;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.keras.KerasGeneration;
import dev.tenon.keras.config.OptimizerOrder;
import dev.tenon.keras.config.OptimizerVariable;
import dev.tenon.keras.config.OptimizerVariable.Kind;
import dev.tenon.keras.signature.KerasSignatures;
import dev.tenon.keras.signature.SignatureKind;
import dev.tenon.optimizers.Adam;
import dev.tenon.optimizers.AdamW;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.optimizers.RMSprop;
import dev.tenon.optimizers.SGD;
import dev.tenon.optimizers.Schedules;
import dev.tenon.saving.keras.KerasFormat;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The state of each optimizer is written in every order, and read as what was written. */
final class WrittenStatesTest {
  private static final List<Parameter> WEIGHTS =
      List.of(weight("a/kernel", 3, 4), weight("a/bias", 4), weight("b/kernel", 2, 4, 2));

  /** Optimizers of Keras that Tenon does not have. */
  private static final Set<String> OTHER_LOOPS =
      Set.of("LossScaleOptimizer", "MultiOptimizer", "ScheduleFreeAdamW", "OptimizerMap");

  private static final long STEPS = 7;
  private static final double RATE = 0.25;

  private static Parameter weight(String path, long... shape) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return new Parameter(path, name, shape, DType.FLOAT32, Parameter.Role.WEIGHT, null);
  }

  static Stream<Optimizer> optimizers() {
    return Stream.concat(
            KerasSignatures.of(KerasGeneration.KERAS_3).all(SignatureKind.OPTIMIZER).stream()
                .map(signature -> signature.name())
                .filter(name -> !OTHER_LOOPS.contains(name))
                .map(Optimizers::of),
            Stream.of(
                SGD.DEFAULTS.momentum(0.9),
                Adam.DEFAULTS.amsgrad(true),
                AdamW.DEFAULTS.amsgrad(true),
                RMSprop.DEFAULTS.momentum(0.5).centered(true),
                RMSprop.DEFAULTS.centered(true)))
        .flatMap(optimizer -> Stream.of(optimizer, averaged(optimizer)))
        .flatMap(optimizer -> Stream.of(Optimizers.withRate(optimizer, RATE), falling(optimizer)));
  }

  private static Optimizer averaged(Optimizer optimizer) {
    return with(optimizer, "use_ema", true);
  }

  private static Optimizer falling(Optimizer optimizer) {
    Optimizer adam = Optimizers.adam(Schedules.exponentialDecay(0.01, 2, 0.5));
    return with(optimizer, "learning_rate", Optimizers.toConfig(adam).get("learning_rate"));
  }

  private static Optimizer with(Optimizer optimizer, String key, @Nullable Object value) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>(Optimizers.toConfig(optimizer));
    config.put(key, value);
    return Optimizers.of(optimizer.className(), config);
  }

  /** Returns a state in which no two elements are the same but for those that are not used. */
  private static Map<OptimizerVariable, Tensor> state(Optimizer optimizer) {
    Map<OptimizerVariable, Tensor> state = new LinkedHashMap<>();
    for (OptimizerVariables.Variable variable : OptimizerVariables.of(optimizer, WEIGHTS).all()) {
      double value =
          switch (variable.kind()) {
            case ITERATION -> STEPS;
            case LEARNING_RATE -> RATE;
            case UNUSED -> 0;
            case SHARED -> Objects.requireNonNull(optimizer.shared(STEPS).get(variable.name()));
            default -> state.size() + 100;
          };
      Parameter parameter = variable.parameter();
      state.put(variable, Tensor.full(parameter.dtype(), value, parameter.shape()));
    }
    return state;
  }

  private static OptimizerConfigWriter writer(KerasContent.Training training, KerasFormat format) {
    return new OptimizerConfigWriter(training, format, true);
  }

  private static KerasContent.Training keras3(
      Optimizer optimizer, Map<OptimizerVariable, Tensor> state) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>(Optimizers.serialize(optimizer));
    return new KerasContent.Training(
        KerasGeneration.KERAS_3, Map.of("optimizer", config), OptimizerState.toFile(state), state);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void everyOrderIsReadAsItWasWritten(Optimizer optimizer) {
    Map<OptimizerVariable, Tensor> state = state(optimizer);
    KerasContent.Training keras3 = keras3(optimizer, state);
    for (KerasFormat format : List.of(KerasFormat.TF_KERAS_H5, KerasFormat.BOTH_H5)) {
      Diagnostics diagnostics = new Diagnostics();
      OptimizerConfigWriter words = writer(keras3, format);
      OptimizerOrder order = words.targetOrder();
      List<Tensor> written = new SlotOrder(keras3, words).variables(diagnostics);
      assertThat(diagnostics.notes()).isEmpty();
      Map<String, Tensor> file = SlotOrder.named(List.of(), optimizer.className(), written, order);

      Map<OptimizerVariable, Tensor> read =
          OptimizerState.known(new SavedState(file, List.of(WEIGHTS)), optimizer);
      List<Tensor> expected = new ArrayList<>();
      state.forEach(
          (variable, content) -> {
            if (order == OptimizerOrder.KERAS_3 || variable.kind() != Kind.LEARNING_RATE) {
              expected.add(content);
            }
          });
      assertThat(List.copyOf(read.values())).as(order.name()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void kerasThreeGetsBackWhatTfKerasWasGiven(Optimizer optimizer) {
    Map<OptimizerVariable, Tensor> state = state(optimizer);
    KerasContent.Training keras3 = keras3(optimizer, state);
    OptimizerConfigWriter words = writer(keras3, KerasFormat.TF_KERAS_H5);
    Diagnostics diagnostics = new Diagnostics();
    Map<String, Tensor> file =
        SlotOrder.named(
            List.of(),
            optimizer.className(),
            new SlotOrder(keras3, words).variables(diagnostics),
            words.targetOrder());
    Map<String, @Nullable Object> config = new LinkedHashMap<>(Optimizers.toConfig(optimizer));
    config.put("is_legacy_optimizer", false);
    KerasContent.Training tfKeras =
        new KerasContent.Training(
            KerasGeneration.TF_KERAS,
            Map.of(
                "optimizer_config", Map.of("class_name", optimizer.className(), "config", config)),
            file,
            OptimizerState.known(new SavedState(file, List.of(WEIGHTS)), optimizer));
    List<Tensor> again =
        new SlotOrder(tfKeras, writer(tfKeras, KerasFormat.KERAS)).variables(diagnostics);
    assertThat(again).isEqualTo(List.copyOf(state.values()));
    assertThat(diagnostics.notes()).isEmpty();
  }

  /** RMSprop of Keras 2 wrote one slot after the other and nothing before them. */
  @Test
  void slotsWithoutACounterGoOnFromZero() {
    Map<String, Tensor> file = new LinkedHashMap<>();
    for (Parameter weight : WEIGHTS) {
      String name = "training/RMSprop/Variable" + (file.isEmpty() ? "" : "_" + file.size()) + ":0";
      file.put(name, Tensor.full(DType.FLOAT32, file.size() + 1, weight.shape()));
    }
    Map<OptimizerVariable, Tensor> known =
        OptimizerState.known(new SavedState(file, List.of(WEIGHTS)), RMSprop.DEFAULTS);
    Map<String, Object> old = Map.of("class_name", "RMSprop", "config", Map.of("lr", RATE));
    KerasContent.Training keras2 =
        new KerasContent.Training(
            KerasGeneration.TF_KERAS, Map.of("optimizer_config", old), file, known);
    List<Tensor> expected =
        new ArrayList<>(List.of(Tensor.scalar(DType.INT64, 0), Tensor.scalar(DType.FLOAT32, RATE)));
    expected.addAll(file.values());
    Diagnostics diagnostics = new Diagnostics();
    assertThat(new SlotOrder(keras2, writer(keras2, KerasFormat.KERAS)).variables(diagnostics))
        .containsExactlyElementsOf(expected);
    assertThat(diagnostics.notes()).isEmpty();
  }
}
