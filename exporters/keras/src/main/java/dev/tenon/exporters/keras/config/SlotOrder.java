package dev.tenon.exporters.keras.config;

import dev.tenon.exporters.keras.plan.Diagnostics;
import dev.tenon.exporters.keras.plan.KerasContent;
import dev.tenon.keras.config.OptimizerOrder;
import dev.tenon.keras.config.OptimizerVariable;
import dev.tenon.keras.config.OptimizerVariable.Kind;
import dev.tenon.keras.weights.WeightPaths;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Converts an optimizer's variables to the order of another generation of Keras.
 *
 * <p>All begin with the iteration. In Keras 3 the learning rate follows, unless it is a schedule.
 *
 * @param training the training state with the variables
 * @param optimizer the optimizer with the orders of source and target, and the learning rate
 */
public record SlotOrder(KerasContent.Training training, OptimizerConfigWriter optimizer) {
  /**
   * Returns the variables in the target's order; empty if they cannot be brought over.
   *
   * @param diagnostics receives a note if they cannot
   */
  public List<Tensor> variables(Diagnostics diagnostics) {
    List<Tensor> own = List.copyOf(training.optimizerWeights().values());
    String className = optimizer.className();
    if (own.isEmpty() || className == null) {
      return List.of();
    }
    OptimizerOrder to = optimizer.targetOrder();
    if (optimizer.sourceOrder() == to) {
      return own;
    }
    // Rules of Keras 2 that do not count have no counter in front.
    if (!fits(own.get(0).rank() == 0 ? own.size() : own.size() + 1)) {
      diagnostics.note(
          "The optimizer's state is left out, since "
              + className
              + " keeps other variables in the other generation of Keras: training starts with a"
              + " fresh optimizer.");
      return List.of();
    }
    List<Tensor> ordered = new ArrayList<>();
    for (OptimizerVariable variable : to.of(List.copyOf(training.variables().keySet()))) {
      Tensor content = Objects.requireNonNull(training.variables().get(variable));
      boolean counter = variable.kind() == Kind.ITERATION && to != OptimizerOrder.KERAS_3;
      ordered.add(counter ? content.cast(DType.INT64) : content);
    }
    if (to == OptimizerOrder.KERAS_3
        && !(optimizer.config().get("learning_rate") instanceof Map<?, ?>)) {
      ordered.add(1, Tensor.scalar(DType.FLOAT32, learningRate()));
    }
    return ordered;
  }

  /**
   * Returns whether the other generation has these variables; tf_keras accumulates no gradients.
   *
   * @param stored how many the file has, with a counter
   */
  private boolean fits(int stored) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    training.variables().keySet().forEach(variable -> kinds.add(variable.kind()));
    // An older file that has more or less than Keras 3 is of another rule.
    boolean same = training.variables().size() == stored && !kinds.contains(Kind.SHARED);
    return !kinds.isEmpty()
        && !kinds.contains(Kind.ACCUMULATOR)
        && !kinds.contains(Kind.LOSS_SCALE)
        && (same || optimizer.sourceOrder() != OptimizerOrder.OLD_TF_KERAS);
  }

  private double learningRate() {
    Object rate = optimizer.config().get("learning_rate");
    rate = rate == null ? optimizer.config().get("lr") : rate;
    return rate instanceof Number number ? number.doubleValue() : 0.001;
  }

  /**
   * Returns names for variables that an HDF5 file lists.
   *
   * @param own the names of the source, empty if the variables were brought over from elsewhere
   * @param order the order that the variables have, which the name of the first one tells
   */
  public static Map<String, Tensor> named(
      List<String> own, @Nullable String optimizer, List<Tensor> variables, OptimizerOrder order) {
    boolean named =
        own.size() == variables.size() && own.stream().noneMatch(WeightPaths::isOptimizerVariable);
    Map<String, Tensor> byName = new LinkedHashMap<>();
    String prefix = Objects.requireNonNullElse(optimizer, "optimizer");
    String first =
        switch (order) {
          case OLD_TF_KERAS -> prefix + "/iter:0";
          case TF_KERAS -> "iteration:0";
          case KERAS_3 -> prefix + "/iteration";
        };
    for (int i = 0; i < variables.size(); i++) {
      String name = i == 0 ? first : prefix + "/variable_" + i + ":0";
      byName.put(named ? own.get(i) : name, variables.get(i));
    }
    return byName;
  }
}
