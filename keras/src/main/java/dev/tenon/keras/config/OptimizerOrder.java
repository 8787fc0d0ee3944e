package dev.tenon.keras.config;

import dev.tenon.keras.config.OptimizerVariable.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An order in which a generation of Keras stores the variables of an optimizer. */
public enum OptimizerOrder {
  /** The optimizers of TensorFlow 2.10 and before, which tf_keras still has: slot by slot. */
  OLD_TF_KERAS,
  /** The optimizers of tf_keras since: as Keras 3, less what it alone has. */
  TF_KERAS,
  /** Keras 3: in rounds over all weights. */
  KERAS_3;

  private static final Set<Kind> ONLY_KERAS_3 =
      EnumSet.of(Kind.LOSS_SCALE, Kind.LEARNING_RATE, Kind.UNUSED, Kind.SHARED);

  /**
   * Returns the variables that are stored, in this order.
   *
   * @param variables all variables of an optimizer in Keras 3's order
   */
  public <V extends OptimizerVariable> List<V> of(List<V> variables) {
    if (this == KERAS_3) {
      return variables;
    }
    List<V> stored =
        variables.stream().filter(variable -> !ONLY_KERAS_3.contains(variable.kind())).toList();
    return this == TF_KERAS ? stored : bySlot(stored);
  }

  private static <V extends OptimizerVariable> List<V> bySlot(List<V> variables) {
    Map<String, List<V>> slots = new LinkedHashMap<>();
    for (V variable : variables) {
      String slot = variable.kind() + variable.name();
      slots.computeIfAbsent(slot, s -> new ArrayList<>()).add(variable);
    }
    return slots.values().stream().flatMap(List::stream).toList();
  }
}
