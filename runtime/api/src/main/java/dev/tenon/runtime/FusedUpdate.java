package dev.tenon.runtime;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import org.jspecify.annotations.Nullable;

/**
 * An optimizer's update of one parameter that engines compute in one kernel.
 *
 * <p>The values belong to the step graph; scalars have the parameter's element type.
 */
public sealed interface FusedUpdate {
  /** Returns the updated parameter. */
  Parameter parameter();

  /** Returns the gradient of the parameter, or slices of it with {@link #rows()}. */
  Value gradient();

  /**
   * Returns the row of the parameter of each slice of the gradient, an int64 vector; null if the
   * gradient has the parameter's shape. A row may occur several times: its gradient g is the sum of
   * its slices, and g² the sum of their squares.
   */
  default @Nullable Value rows() {
    return null;
  }

  /** p ← p − rate · g. */
  record GradientDescent(Parameter parameter, Value gradient, @Nullable Value rows, Value rate)
      implements FusedUpdate {}

  /**
   * a ← a · momentum − rate · g; p ← p + a, or with Nesterov's rule p ← p + momentum · a − rate ·
   * g.
   */
  record Momentum(
      Parameter parameter,
      Value gradient,
      Parameter accumulator,
      Value rate,
      Value momentum,
      boolean nesterov)
      implements FusedUpdate {}

  /**
   * m ← m + (g − m)(1 − beta1); v ← v + (g² − v)(1 − beta2); p ← p − rate · √(1 − beta2Power) / (1
   * − beta1Power) · m / (√v + epsilon).
   *
   * <p>With {@code lazy} and a gradient in slices an engine may leave the other rows and their
   * moments unchanged. Then g² is the square of the sum.
   */
  record Adam(
      Parameter parameter,
      Value gradient,
      @Nullable Value rows,
      Parameter momentum,
      Parameter velocity,
      Value rate,
      Value beta1,
      Value beta2,
      Value beta1Power,
      Value beta2Power,
      Value epsilon,
      boolean lazy)
      implements FusedUpdate {}

  /** a ← a + g²; p ← p − rate · g / √(a + epsilon). */
  record Adagrad(
      Parameter parameter,
      Value gradient,
      @Nullable Value rows,
      Parameter accumulator,
      Value rate,
      Value epsilon)
      implements FusedUpdate {}
}
