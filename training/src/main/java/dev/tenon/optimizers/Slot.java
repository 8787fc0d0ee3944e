package dev.tenon.optimizers;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.tensor.DType;
import java.util.Arrays;
import java.util.List;

/**
 * A variable that an optimizer keeps beside a weight.
 *
 * @param name Keras' name of it, such as {@code momentum}
 * @param shape its shape, as a rule the weight's
 * @param dtype its element type, as a rule the weight's
 * @param initial what it is filled with at the start
 * @param isCopied whether it starts as a copy of its weight instead
 * @param round Keras makes its variables in rounds over all weights; this one is made in this
 *     round, from 0
 * @param formerly the name of it in files of TensorFlow 2.10 and before, as a rule the same
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

  /** Returns a slot that is like its weight, starts with zeros and is made in the first round. */
  public static Slot of(Parameter weight, String name) {
    List<Long> shape = Arrays.stream(weight.shape()).boxed().toList();
    return new Slot(name, shape, weight.dtype(), 0, false, 0, name);
  }

  /** Returns a number that Keras 3 makes beside its weight and does not use; files count it. */
  public static Slot unused(String name) {
    return new Slot(name, List.of(), DType.INT32, 0, false, 0, name);
  }

  /** Says whether the rule uses it; tf_keras stores no other ones. */
  public boolean isUsed() {
    return dtype != DType.INT32;
  }

  /** Returns the slot with another number to start from. */
  public Slot filled(double value) {
    return new Slot(name, shape, dtype, value, isCopied, round, formerly);
  }

  /** Returns the slot that starts as a copy of its weight. */
  public Slot copied() {
    return new Slot(name, shape, dtype, initial, true, round, formerly);
  }

  /** Returns the slot with another shape. */
  public Slot shaped(List<Long> other) {
    return new Slot(name, other, dtype, initial, isCopied, round, formerly);
  }

  /** Returns the slot with the name that it had in TensorFlow 2.10 and before. */
  public Slot formerly(String older) {
    return new Slot(name, shape, dtype, initial, isCopied, round, older);
  }

  /** Returns the slot as one of a later round. */
  public Slot inRound(int later) {
    return new Slot(name, shape, dtype, initial, isCopied, later, formerly);
  }
}
