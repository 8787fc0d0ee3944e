package dev.tenon.optimizers;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.tensor.DType;
import java.util.Arrays;
import java.util.List;

/**
 * A variable that an optimizer keeps for a weight, such as its momentum.
 *
 * @param name Keras' name of the variable, such as {@code momentum}
 * @param shape the shape, usually the weight's
 * @param dtype the element type, usually the weight's
 * @param initial the value of all elements before the first step
 * @param isCopied whether the slot starts as a copy of its weight instead
 * @param round the round of creation, from 0: Keras creates variables in rounds over all weights
 * @param formerly the name in files of TensorFlow 2.10 and before, usually the same
 */
public record Slot(
    String name,
    List<Long> shape,
    DType dtype,
    double initial,
    boolean isCopied,
    int round,
    String formerly) {
  public Slot {
    shape = List.copyOf(shape);
  }

  /**
   * Returns a slot of the weight's shape and type that starts with zeros and belongs to round 0.
   *
   * @param weight the weight
   * @param name Keras' name of the variable
   */
  public static Slot of(Parameter weight, String name) {
    List<Long> shape = Arrays.stream(weight.shape()).boxed().toList();
    return new Slot(name, shape, weight.dtype(), 0, false, 0, name);
  }

  /**
   * Returns an int32 scalar that Keras 3 creates and does not use, but counts in files.
   *
   * @param name Keras' name of the variable
   */
  public static Slot unused(String name) {
    return new Slot(name, List.of(), DType.INT32, 0, false, 0, name);
  }

  /** Returns whether the rule uses the slot; tf_keras stores only used ones. */
  public boolean isUsed() {
    return dtype != DType.INT32;
  }

  /**
   * Returns the slot with another initial value.
   *
   * @param value the initial value
   */
  public Slot filled(double value) {
    return new Slot(name, shape, dtype, value, isCopied, round, formerly);
  }

  /** Returns the slot as one that starts as a copy of its weight. */
  public Slot copied() {
    return new Slot(name, shape, dtype, initial, true, round, formerly);
  }

  /**
   * Returns the slot with another shape.
   *
   * @param other the shape
   */
  public Slot shaped(List<Long> other) {
    return new Slot(name, other, dtype, initial, isCopied, round, formerly);
  }

  /**
   * Returns the slot with the name of files of TensorFlow 2.10 and before.
   *
   * @param older the name
   */
  public Slot formerly(String older) {
    return new Slot(name, shape, dtype, initial, isCopied, round, older);
  }

  /**
   * Returns the slot as one of a later round of creation.
   *
   * @param later the round, from 0
   */
  public Slot inRound(int later) {
    return new Slot(name, shape, dtype, initial, isCopied, later, formerly);
  }
}
