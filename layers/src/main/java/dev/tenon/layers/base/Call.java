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
 * One call of a layer while it is lowered: what it may ask and what it may report.
 *
 * <p>A layer changes nothing itself: new states, losses and masks are reported here, and lowering
 * hands them to the engine.
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

  /** Says whether the model is being trained. */
  boolean training();

  /** Says whether the model is being evaluated, as Keras' {@code evaluate} does. */
  boolean evaluating();

  /** Says whether the layer's weights may be trained; false for a frozen layer. */
  boolean trainable();

  /** Says whether the layer behaves as an older Keras in one respect. */
  boolean has(LegacyOption option);

  /** Returns the types the layer computes in and stores. */
  DTypePolicy policy();

  /** Returns the mask of an input (bool, true where the entry counts), or null. */
  @Nullable Value mask(int input);

  /** Returns the mask of any value of the model, such as a keyword argument, or null. */
  @Nullable Value maskOf(Value value);

  /** Reports the mask of the first output; null says that it has none. */
  void setMask(@Nullable Value mask);

  /** Takes the mask off a value, so that the layers after this one see none. */
  void clearMask(Value value);

  /** Returns the positional arguments as the model was written, nested lists included. */
  List<Arg> args();

  /** Returns a keyword argument, or null where it is not given. */
  @Nullable Arg argument(String name);

  /** Returns the names of the keyword arguments that are given. */
  Set<String> keywords();

  /** Returns a keyword argument that is a tensor, or null where it is not given (or is None). */
  default @Nullable Value tensorArgument(String name) {
    return argument(name) instanceof Arg.Ref ref ? ref.value() : null;
  }

  /** Returns a keyword argument that is a boolean, or the fallback where it is not given. */
  default boolean flag(String name, boolean fallback) {
    if (argument(name) instanceof Arg.Const constant && constant.value() instanceof Boolean set) {
      return set;
    }
    return fallback;
  }

  /** Reports that a state has this content after the step. */
  void update(Parameter state, Value value);

  /** Reports a scalar that is added to the model's loss. */
  void addLoss(Value scalar);

  /** Returns the seed of the next draw, as two integers, and advances the state as Keras does. */
  Value nextSeed(Parameter seed);

  /** Calls a layer inside this one. */
  List<Value> call(SubLayer<?> layer, List<Value> inputs);

  /** Calls a layer inside this one that has one result. */
  default Value apply(SubLayer<?> layer, Value... inputs) {
    return call(layer, List.of(inputs)).get(0);
  }

  /** Calls a layer inside this one with keyword arguments and masks, one an input or null. */
  Called call(
      SubLayer<?> layer, List<Value> inputs, Map<String, Arg> kwargs, List<@Nullable Value> masks);

  /** What an inner call gave: its outputs, and the mask of the first one, if any. */
  record Called(List<Value> outputs, @Nullable Value mask) {}

  /**
   * Computes one of two results, as a value of the run says: Keras' {@code ops.cond}, the operator
   * If.
   *
   * <p>Only the way that is taken is computed. A choice by shapes or attributes is Java's {@code
   * if}, one for each element {@link Ops#where}. Both ways give as many values, of the same types.
   * Within them no state is updated and no loss is added. A model cannot be trained through the
   * choice: what learns must come after it.
   *
   * @param condition one boolean
   * @param yes writes the results where it holds
   * @param no writes them where it does not
   * @throws IllegalArgumentException where the condition is not one boolean, or the ways differ
   * @see <a href="https://keras.io/api/ops/core/#cond-function">Keras: cond</a>
   */
  default List<Value> cond(Value condition, Supplier<List<Value>> yes, Supplier<List<Value>> no) {
    return ControlFlowOps.cond(this, condition, yes, no);
  }

  /**
   * Repeats a computation while a condition on its results holds: Keras' {@code ops.while_loop},
   * the operator Loop.
   *
   * <p>A number of turns that shapes or attributes say is Java's {@code for}. Within the turns no
   * state is updated and no loss is added. A model cannot be trained through the loop: what learns
   * must come after it.
   *
   * @param initial the values before the first turn
   * @param condition says of the values, in one boolean, whether there is another turn
   * @param body makes the next values, of the same types and shapes
   * @throws IllegalArgumentException where a turn changes types or shapes
   * @see <a href="https://keras.io/api/ops/core/#whileloop-function">Keras: while_loop</a>
   */
  default List<Value> loop(
      List<Value> initial,
      Function<List<Value>, Value> condition,
      UnaryOperator<List<Value>> body) {
    return ControlFlowOps.loop(this, null, initial, condition, body);
  }

  /**
   * Repeats a computation while a condition on its results holds, but not too often; see {@link
   * #loop(List, Function, UnaryOperator)}.
   *
   * @param most how many turns at most
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
