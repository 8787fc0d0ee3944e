package dev.tenon.exporters.keras;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Brings an optimizer's variables into the order of the other generation of Keras.
 *
 * <p>Both begin with the iteration and keep the slots in the same order; Keras 3 has the learning
 * rate, unless it is a schedule, as its second variable.
 */
final class OptimizerState {
  private final Findings findings;

  OptimizerState(Findings findings) {
    this.findings = findings;
  }

  /**
   * Returns the variables as a generation orders them; empty where they cannot be brought over.
   *
   * @param training the state as it is
   * @param optimizer the optimizer's class name
   * @param config its configuration
   */
  List<Tensor> in(
      KerasContent.Generation generation,
      KerasContent.Training training,
      @Nullable String optimizer,
      Map<?, ?> config) {
    List<Tensor> variables = new ArrayList<>(training.optimizerWeights().values());
    if (variables.isEmpty() || generation == training.generation()) {
      return variables;
    }
    if (optimizer == null) {
      return leaveOut("the model's configuration does not name the optimizer");
    }
    Object rate = config.get("learning_rate");
    boolean schedule = rate instanceof Map<?, ?>;
    return generation == KerasContent.Generation.KERAS_3
        ? toKeras3(variables, optimizer, config, rate, schedule)
        : toTfKeras(variables, optimizer, config, schedule);
  }

  private List<Tensor> toKeras3(
      List<Tensor> variables,
      String optimizer,
      Map<?, ?> config,
      @Nullable Object rate,
      boolean schedule) {
    if (!isSingleNumber(variables.get(0)) || optimizer.equals("Nadam")) {
      return leaveOut(optimizer + " keeps other variables there");
    }
    List<Tensor> brought = new ArrayList<>();
    brought.add(variables.get(0));
    if (!schedule) {
      double value = rate instanceof Number number ? number.doubleValue() : 0.001;
      brought.add(Tensor.scalar(DType.FLOAT32, value));
    }
    boolean plain = optimizer.equals("SGD") && isZero(config.get("momentum"));
    List<Tensor> slots = plain ? List.of() : variables.subList(1, variables.size());
    if (optimizer.equals("Adafactor")) {
      return leaveOut(optimizer + " keeps other variables there");
    }
    brought.addAll(slots);
    return brought;
  }

  private List<Tensor> toTfKeras(
      List<Tensor> variables, String optimizer, Map<?, ?> config, boolean schedule) {
    boolean other =
        List.of("Nadam", "Adafactor", "Muon", "Lamb", "LossScaleOptimizer").contains(optimizer);
    boolean plain = optimizer.equals("SGD") && isZero(config.get("momentum"));
    if (other || (plain && variables.size() > 2)) {
      return leaveOut(optimizer + " keeps other variables there");
    }
    List<Tensor> brought = new ArrayList<>(variables);
    if (!schedule && brought.size() > 1) {
      brought.remove(1);
    }
    if (!brought.isEmpty()) {
      brought.set(0, brought.get(0).cast(DType.INT64));
    }
    return brought;
  }

  private static boolean isSingleNumber(Tensor tensor) {
    return tensor.rank() == 0;
  }

  private static boolean isZero(@Nullable Object value) {
    return value == null || (value instanceof Number number && number.doubleValue() == 0);
  }

  private List<Tensor> leaveOut(String why) {
    findings.note(
        "The optimizer's state is left out, since "
            + why
            + ": training starts with a fresh optimizer.");
    return List.of();
  }

  /** Returns names for variables that an HDF5 file lists. */
  static Map<String, Tensor> named(
      KerasContent.Generation generation,
      KerasContent.Training training,
      @Nullable String optimizer,
      List<Tensor> variables) {
    List<String> own = new ArrayList<>(training.optimizerWeights().keySet());
    boolean same = generation == training.generation() && own.size() == variables.size();
    boolean numbered = own.stream().anyMatch(name -> name.startsWith("optimizer/vars"));
    Map<String, Tensor> named = new LinkedHashMap<>();
    String prefix = Objects.requireNonNullElse(optimizer, "optimizer");
    for (int i = 0; i < variables.size(); i++) {
      String name =
          same && !numbered
              ? own.get(i)
              : i == 0 ? "iteration:0" : prefix + "/variable_" + i + ":0";
      named.put(name, variables.get(i));
    }
    return named;
  }
}
