package dev.tenon.exporters.keras.config;

import dev.tenon.exporters.keras.plan.Diagnostics;
import dev.tenon.keras.config.OptimizerSlots;
import dev.tenon.keras.weights.WeightPaths;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Brings an optimizer's variables into the order of another generation of Keras.
 *
 * <p>All begin with the iteration; Keras 3 has the learning rate, unless it is a schedule, as its
 * second variable. Then come the slots: in the optimizers of TensorFlow 2.10 and before slot by
 * slot, in later ones some of them weight by weight.
 */
public final class SlotOrder {
  /** An order of variables. */
  public enum Order {
    /** The optimizers of TensorFlow 2.10 and before, which tf_keras still has. */
    OLD_TF_KERAS,
    /** The optimizers of tf_keras since. */
    TF_KERAS,
    /** Keras 3. */
    KERAS_3
  }

  private final Diagnostics diagnostics;
  private final String optimizer;
  private final Map<?, ?> config;

  public SlotOrder(Diagnostics diagnostics, String optimizer, Map<?, ?> config) {
    this.diagnostics = diagnostics;
    this.optimizer = optimizer;
    this.config = config;
  }

  /** Returns the variables in another order; empty where they cannot be brought over. */
  public List<Tensor> reordered(List<Tensor> variables, Order from, Order to) {
    if (variables.isEmpty() || from == to) {
      return variables;
    }
    if (from == Order.KERAS_3
        && to == Order.TF_KERAS
        && config.get("gradient_accumulation_steps") == null) {
      return new TfKerasSlots(optimizer, config).ofKeras3(variables, !isSchedule());
    }
    OptimizerSlots common = OptimizerSlots.find(optimizer);
    int paired = common == null ? 0 : common.paired();
    int grouped = grouped(common, from);
    int first = from == Order.KERAS_3 && !isSchedule() ? 2 : 1;
    int slots = paired + grouped;
    boolean known = common != null;
    boolean fits =
        variables.size() >= first
            && (slots == 0 ? variables.size() == first : (variables.size() - first) % slots == 0);
    if (from == Order.TF_KERAS && to == Order.KERAS_3 && (!known || isTrue("use_ema"))) {
      Tensor rate = isSchedule() ? null : Tensor.scalar(DType.FLOAT32, learningRate());
      List<Tensor> all = new TfKerasSlots(optimizer, config).ofTfKeras(variables, rate);
      if (all != null) {
        return all;
      }
    }
    if (!known || !fits || isTrue("use_ema")) {
      diagnostics.note(
          "The optimizer's state is left out, since "
              + optimizer
              + " keeps other variables in the other generation of Keras: training starts with a"
              + " fresh optimizer.");
      return List.of();
    }
    List<List<Tensor>> bySlot =
        bySlot(variables.subList(first, variables.size()), from, paired, slots);
    if (optimizer.equals("SGD") && isZero("momentum")) {
      bySlot = to == Order.TF_KERAS && from == Order.TF_KERAS ? bySlot : List.of();
    }
    List<Tensor> ordered = new ArrayList<>();
    ordered.add(to == Order.KERAS_3 ? variables.get(0) : variables.get(0).cast(DType.INT64));
    if (to == Order.KERAS_3 && !isSchedule()) {
      ordered.add(Tensor.scalar(DType.FLOAT32, learningRate()));
    }
    emit(bySlot, to, paired, ordered);
    return ordered;
  }

  /** Returns how many slots are kept one after the other in every order. */
  private int grouped(@Nullable OptimizerSlots common, Order from) {
    if (optimizer.equals("SGD")) {
      return isZero("momentum") && from != Order.TF_KERAS ? 0 : 1;
    }
    if (optimizer.equals("RMSprop")) {
      return 1 + (isZero("momentum") ? 0 : 1) + (isTrue("centered") ? 1 : 0);
    }
    return (common == null ? 0 : common.single()) + (isTrue("amsgrad") ? 1 : 0);
  }

  private static List<List<Tensor>> bySlot(
      List<Tensor> variables, Order from, int paired, int slots) {
    List<List<Tensor>> bySlot = new ArrayList<>();
    int weights = slots == 0 ? 0 : variables.size() / slots;
    for (int slot = 0; slot < slots; slot++) {
      List<Tensor> entries = new ArrayList<>();
      for (int weight = 0; weight < weights; weight++) {
        boolean together = slot < paired && from != Order.OLD_TF_KERAS;
        entries.add(variables.get(together ? weight * paired + slot : slot * weights + weight));
      }
      bySlot.add(entries);
    }
    return bySlot;
  }

  private static void emit(List<List<Tensor>> bySlot, Order to, int paired, List<Tensor> into) {
    int together = to == Order.OLD_TF_KERAS ? 0 : Math.min(paired, bySlot.size());
    if (together > 0) {
      for (int weight = 0; weight < bySlot.get(0).size(); weight++) {
        for (int slot = 0; slot < together; slot++) {
          into.add(bySlot.get(slot).get(weight));
        }
      }
    }
    bySlot.subList(together, bySlot.size()).forEach(into::addAll);
  }

  private boolean isSchedule() {
    return config.get("learning_rate") instanceof Map<?, ?>;
  }

  private double learningRate() {
    Object rate = config.get("learning_rate");
    rate = rate == null ? config.get("lr") : rate;
    return rate instanceof Number number ? number.doubleValue() : 0.001;
  }

  private boolean isTrue(String key) {
    return Boolean.TRUE.equals(config.get(key));
  }

  private boolean isZero(String key) {
    Object value = config.get(key);
    return value == null || (value instanceof Number number && number.doubleValue() == 0);
  }

  /**
   * Returns names for variables that an HDF5 file lists.
   *
   * @param own the names of the source, empty where the variables were brought over from elsewhere
   * @param order the order that the variables have, which the name of the first one tells
   */
  public static Map<String, Tensor> named(
      List<String> own, @Nullable String optimizer, List<Tensor> variables, Order order) {
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
