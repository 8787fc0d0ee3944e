package dev.tenon.layers.base;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One call of a layer during lowering: its operators, arguments and masks, and the states and
 * losses it reports.
 *
 * <p>A layer changes nothing itself. It reports new states, losses and masks, and lowering passes
 * them to the engine.
 */
public interface Call {
  /** Returns the operators to compute with. */
  Ops ops();

  /** Returns the content of a parameter, in the type that the layer computes in. */
  Value read(Parameter parameter);

  /**
   * Returns the content of a parameter in the type it is stored in, for layers that compute in at
   * least float32 whatever their policy.
   */
  Value stored(Parameter parameter);

  /** Returns whether the model is being trained. */
  boolean training();

  /** Returns whether the model is being evaluated, as Keras' {@code evaluate} does. */
  boolean evaluating();

  /** Returns whether the layer's weights may be trained; false for a frozen layer. */
  boolean trainable();

  /** Returns whether the layer behaves as an older Keras in one respect. */
  boolean has(LegacyOption option);

  /** Returns the types the layer computes in and stores. */
  DTypePolicy policy();

  /** Returns the mask of an input (bool, true if the entry counts), or null. */
  @Nullable Value mask(int input);

  /** Returns the mask of any value of the model, such as a keyword argument, or null. */
  @Nullable Value maskOf(Value value);

  /** Reports the mask of the first output; null for none. */
  void setMask(@Nullable Value mask);

  /** Removes the mask of a value for all later layers. */
  void clearMask(Value value);

  /** Returns the positional arguments in the model's own structure, nested lists included. */
  List<Arg> args();

  /** Returns a keyword argument, or null if it is not given. */
  @Nullable Arg argument(String name);

  /** Returns the names of the keyword arguments that are given. */
  Set<String> keywords();

  /** Returns a keyword argument that is a tensor, or null if it is not given (or is None). */
  default @Nullable Value tensorArgument(String name) {
    return argument(name) instanceof Arg.Ref ref ? ref.value() : null;
  }

  /** Returns a keyword argument that is a boolean, or a fallback if it is not given. */
  default boolean flag(String name, boolean fallback) {
    if (argument(name) instanceof Arg.Const constant && constant.value() instanceof Boolean set) {
      return set;
    }
    return fallback;
  }

  /** Reports the content of a state after the step. */
  void update(Parameter state, Value value);

  /** Reports a scalar that is added to the model's loss. */
  void addLoss(Value scalar);

  /** Returns the seed of the next draw, as two integers, and advances the state as Keras does. */
  Value nextSeed(Parameter seed);

  /** Calls an inner layer. */
  List<Value> call(SubLayer<?> layer, List<Value> inputs);

  /** Calls an inner layer with one result. */
  default Value apply(SubLayer<?> layer, Value... inputs) {
    return call(layer, List.of(inputs)).get(0);
  }

  /** Calls an inner layer with keyword arguments, and with a mask or null for each input. */
  Called call(
      SubLayer<?> layer, List<Value> inputs, Map<String, Arg> kwargs, List<@Nullable Value> masks);

  /** The result of an inner call: its outputs, and the mask of the first one or null. */
  record Called(List<Value> outputs, @Nullable Value mask) {}

  /**
   * Computes one of two results by a condition of the run: Keras' {@code ops.cond}, the operator
   * If.
   *
   * <p>Only the chosen branch is computed. For a choice by shapes or attributes use Java's {@code
   * if}, for one by element {@link Ops#where}. Both branches return the same number of values of
   * the same types. They update no state and add no loss. Gradients do not pass the choice: layers
   * with weights must follow it.
   *
   * @param condition one boolean
   * @param yes computes the results if it is true
   * @param no computes the results if it is false
   * @throws IllegalArgumentException if the condition is not one boolean, or the branches differ
   * @see <a href="https://keras.io/api/ops/core/#cond-function">Keras: cond</a>
   */
  default List<Value> cond(Value condition, Supplier<List<Value>> yes, Supplier<List<Value>> no) {
    return ControlFlowOps.cond(this, condition, yes, no);
  }

  /**
   * Repeats a computation while a condition on its results holds: Keras' {@code ops.while_loop},
   * the operator Loop.
   *
   * <p>For a number of iterations that follows from shapes or attributes use Java's {@code for}.
   * The iterations update no state and add no loss. Gradients do not pass the loop: layers with
   * weights must follow it.
   *
   * @param initial the values before the first iteration
   * @param condition computes one boolean from the values: whether another iteration follows
   * @param body computes the next values, of the same types and shapes
   * @throws IllegalArgumentException if an iteration changes types or shapes
   * @see <a href="https://keras.io/api/ops/core/#whileloop-function">Keras: while_loop</a>
   */
  default List<Value> loop(
      List<Value> initial,
      Function<List<Value>, Value> condition,
      UnaryOperator<List<Value>> body) {
    return ControlFlowOps.loop(this, null, initial, condition, body);
  }

  /**
   * Repeats a computation while a condition on its results holds, up to a number of iterations; see
   * {@link #loop(List, Function, UnaryOperator)}.
   *
   * @param most the largest number of iterations
   */
  default List<Value> loop(
      long most,
      List<Value> initial,
      Function<List<Value>, Value> condition,
      UnaryOperator<List<Value>> body) {
    return ControlFlowOps.loop(this, most, initial, condition, body);
  }

  /**
   * Opens a nested graph: until it is closed, {@link #ops()} writes into it.
   *
   * @param name the name of the nested graph
   */
  Body body(String name);
}
