package dev.tenon.layers.base;

import dev.tenon.ir.graph.KerasObject;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds the regularizer and the constraint of a weight by Keras' naming rule.
 *
 * <p>The weight {@code kernel} has {@code kernelRegularizer}, {@code recurrent_kernel} has {@code
 * recurrentRegularizer}, {@code gamma} has {@code gammaRegularizer}. Constraints follow the same
 * rule.
 */
public final class WeightRules {
  private static final String KERNEL = "_kernel";

  private WeightRules() {}

  /** Returns the regularizer of a weight, or null. */
  public static @Nullable KerasObject regularizer(Layer<?> layer, String weight) {
    return findRule(layer, weight, "Regularizer");
  }

  /** Returns the constraint of a weight, or null. */
  public static @Nullable KerasObject constraint(Layer<?> layer, String weight) {
    return findRule(layer, weight, "Constraint");
  }

  private static @Nullable KerasObject findRule(Layer<?> layer, String weight, String rule) {
    if (!layer.getClass().isRecord()) {
      return null;
    }
    String prefix =
        weight.endsWith(KERNEL) ? weight.substring(0, weight.length() - KERNEL.length()) : weight;
    KerasObject found = component(layer, prefix.replace("_", "") + rule);
    // Depthwise convolutions call their weight a kernel and its rules depthwise.
    return found == null && weight.equals("kernel") ? component(layer, "depthwise" + rule) : found;
  }

  private static @Nullable KerasObject component(Layer<?> layer, String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    for (RecordComponent component : layer.getClass().getRecordComponents()) {
      if (component.getType() == KerasObject.class
          && component.getName().toLowerCase(Locale.ROOT).equals(wanted)) {
        try {
          Method accessor = component.getAccessor();
          // A layer need not be public.
          accessor.trySetAccessible();
          return (KerasObject) accessor.invoke(layer);
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(
              layer.className() + "." + component.getName() + " cannot be read", e);
        }
      }
    }
    return null;
  }
}
