package dev.tenon.layers.common;

import dev.tenon.constraints.Constraints;
import dev.tenon.initializers.Initializers;
import dev.tenon.internal.text.Names;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.regularizers.Regularizers;
import java.util.Map;

/**
 * Finds activations, initializers, regularizers and constraints by Keras' strings.
 *
 * <p>An initializer, regularizer or constraint becomes an object under its class name, with Keras'
 * defaults.
 */
public final class ObjectNames {
  private static final Map<String, String> ACTIVATION_ALIASES =
      Map.of("swish", "silu", "hard_swish", "hard_silu");

  private ObjectNames() {}

  /**
   * Returns an activation.
   *
   * @throws IllegalArgumentException for an unknown name, with the nearest ones
   */
  public static KerasObject activation(String name) {
    String official = ACTIVATION_ALIASES.getOrDefault(name, name);
    if (!NamedActivations.names().contains(official)) {
      throw new IllegalArgumentException(
          Names.unknown("activation", name, NamedActivations.names()));
    }
    return KerasObject.of(official);
  }

  /**
   * Returns an initializer, as Keras' class without a configuration.
   *
   * @throws IllegalArgumentException for an unknown name, with the nearest ones
   */
  public static KerasObject initializer(String name) {
    return KerasObject.of(Initializers.of(name).getClass().getSimpleName());
  }

  /**
   * Returns a regularizer.
   *
   * @throws IllegalArgumentException for an unknown name, with the nearest ones
   */
  public static KerasObject regularizer(String name) {
    return Regularizers.of(name).toKeras();
  }

  /**
   * Returns a constraint.
   *
   * @throws IllegalArgumentException for an unknown name, with the nearest ones
   */
  public static KerasObject constraint(String name) {
    return Constraints.of(name).toKeras();
  }
}
