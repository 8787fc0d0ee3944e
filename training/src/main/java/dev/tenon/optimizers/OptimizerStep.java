package dev.tenon.optimizers;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.runtime.FusedUpdate;
import java.util.function.Supplier;

/**
 * The context in which an optimizer writes one step: it reads weights and slots and assigns new
 * values.
 */
public interface OptimizerStep {
  /** Returns the operators to compute with. */
  Ops ops();

  /** Returns the learning rate of this step, a float32 scalar. */
  Value learningRate();

  /** Returns the number of this step from 1, {@code iterations + 1}, a float32 scalar. */
  Value number();

  /**
   * Returns a value shared by all weights of this step, computed on the first call of its name.
   *
   * @param name the key
   * @param value the computation, which must not depend on a weight
   */
  Value once(String name, Supplier<Value> value);

  /**
   * Returns the value of a weight, including assignments of this step.
   *
   * @param weight the weight
   */
  Value read(Parameter weight);

  /**
   * Assigns a new value to a weight.
   *
   * @param weight the weight
   * @param value the new value
   */
  void assign(Parameter weight, Value value);

  /**
   * Returns the variable of a weight's slot, as an argument of a {@code FusedUpdate}.
   *
   * @param weight the weight
   * @param name the name of the variable
   */
  Parameter slot(Parameter weight, String name);

  /**
   * Returns the value of a weight's slot, including assignments of this step.
   *
   * @param weight the weight
   * @param name the name of the variable
   */
  Value readSlot(Parameter weight, String name);

  /**
   * Assigns a new value to a weight's slot.
   *
   * @param weight the weight
   * @param name the name of the variable
   * @param value the new value
   */
  void assignSlot(Parameter weight, String name, Value value);

  /**
   * Returns the value of a variable shared by all weights, including assignments of this step.
   *
   * @param name the name of the variable
   */
  Value readShared(String name);

  /**
   * Assigns a new value to a variable shared by all weights.
   *
   * @param name the name of the variable
   * @param value the new value
   */
  void assignShared(String name, Value value);

  /**
   * Returns whether one kernel of the engine may update a weight, that is, nothing else changes it
   * in this step.
   *
   * @param weight the weight
   */
  boolean mayFuse(Parameter weight);

  /**
   * Updates a weight and its slots with one kernel of the engine.
   *
   * @param update the update
   * @hidden for the modules of Tenon
   */
  @SuppressWarnings("exports")
  void fuse(FusedUpdate update);
}
