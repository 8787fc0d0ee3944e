package dev.tenon.ops;

import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The functions of {@code keras.ops.core} that take functions, as Java loops over tensors.
 *
 * <p>Keras saves none of them to a file, so they have no symbolic form. A custom layer has {@link
 * dev.tenon.layers.base.Call#loop} and {@link dev.tenon.layers.base.Call#cond} in its graph.
 */
abstract class ControlFlowFunctions {
  ControlFlowFunctions() {}

  /**
   * Returns the result of one of two functions. Keras' {@code ops.cond}.
   *
   * @param pred the condition, one element
   * @param trueFn the function for a condition other than 0
   * @param falseFn the function for 0
   * @throws IllegalArgumentException if the condition has more than one element
   */
  public static <T> T cond(
      Tensor pred, Supplier<? extends T> trueFn, Supplier<? extends T> falseFn) {
    return isTrue(pred) ? trueFn.get() : falseFn.get();
  }

  private static boolean isTrue(Tensor pred) {
    if (pred.size() != 1) {
      throw new IllegalArgumentException(
          "a condition is one element, not a tensor of the shape " + pred.shapeString());
    }
    return pred.getDouble(0) != 0;
  }

  /**
   * Applies one of several functions to operands. Keras' {@code ops.switch}.
   *
   * @param index the index of the function, clamped to the valid range
   * @param branches the functions
   * @param operands the arguments
   */
  public static <T> T switchCase(
      int index, List<? extends Function<List<Tensor>, T>> branches, Tensor... operands) {
    int chosen = Math.min(Math.max(index, 0), branches.size() - 1);
    return branches.get(chosen).apply(List.of(operands));
  }

  /**
   * Repeats a function while a condition holds. Keras' {@code ops.while_loop}.
   *
   * @param cond the condition on the variables
   * @param body returns the next variables
   * @param loopVars the initial variables
   */
  public static List<Tensor> whileLoop(
      Predicate<List<Tensor>> cond, UnaryOperator<List<Tensor>> body, List<Tensor> loopVars) {
    return whileLoop(cond, body, loopVars, null);
  }

  /**
   * Repeats a function while a condition holds. Keras' {@code ops.while_loop}.
   *
   * @param cond the condition on the variables
   * @param body returns the next variables
   * @param loopVars the initial variables
   * @param maximumIterations the limit of iterations; null for no limit
   */
  public static List<Tensor> whileLoop(
      Predicate<List<Tensor>> cond,
      UnaryOperator<List<Tensor>> body,
      List<Tensor> loopVars,
      @Nullable Integer maximumIterations) {
    List<Tensor> values = loopVars;
    for (int i = 0;
        (maximumIterations == null || i < maximumIterations) && cond.test(values);
        i++) {
      values = body.apply(values);
    }
    return values;
  }

  /**
   * Applies a function for each integer of a range. Keras' {@code ops.fori_loop}.
   *
   * @param lower the lower bound, inclusive
   * @param upper the upper bound, exclusive
   * @param bodyFun takes the integer and the current value, and returns the next one
   * @param initVal the initial value
   */
  public static <T> T foriLoop(
      int lower, int upper, BiFunction<Integer, ? super T, ? extends T> bodyFun, T initVal) {
    T value = initVal;
    for (int i = lower; i < upper; i++) {
      value = bodyFun.apply(i, value);
    }
    return value;
  }

  /**
   * Applies a function to each entry of the first axis. Keras' {@code ops.map}.
   *
   * @param f the function
   * @param xs a tensor with at least one entry
   * @throws IllegalArgumentException if the tensor has no entries
   */
  public static Tensor map(UnaryOperator<Tensor> f, Tensor xs) {
    List<Tensor> results = new ArrayList<>();
    for (long i = 0; i < length(xs, 0); i++) {
      results.add(f.apply(xs.get(i)));
    }
    return stacked(results);
  }

  /**
   * Applies a function to each entry of the first axis. Keras' {@code ops.vectorized_map}.
   *
   * @param function the function
   * @param elements a tensor with at least one entry
   * @throws IllegalArgumentException if the tensor has no entries
   */
  public static Tensor vectorizedMap(UnaryOperator<Tensor> function, Tensor elements) {
    return map(function, elements);
  }

  /**
   * Returns a function that applies another one to each element. Keras' {@code ops.vectorize}.
   *
   * @param pyfunc a function from scalar to scalar
   */
  public static UnaryOperator<Tensor> vectorize(UnaryOperator<Tensor> pyfunc) {
    return x -> map(pyfunc, x.reshape(x.size())).reshape(x.shape());
  }

  /**
   * Applies a function to a state and each entry of the first axis. Keras' {@code ops.scan}.
   *
   * @param f takes the state and an entry, and returns the next state and a result
   * @param init the initial state
   * @param xs a tensor with at least one entry
   * @throws IllegalArgumentException if the tensor has no entries
   */
  public static ScanResult scan(BiFunction<Tensor, Tensor, ScanResult> f, Tensor init, Tensor xs) {
    return scan(f, init, xs, false);
  }

  /**
   * Applies a function to a state and each entry of the first axis. Keras' {@code ops.scan}.
   *
   * @param f takes the state and an entry, and returns the next state and a result
   * @param init the initial state
   * @param xs a tensor with at least one entry
   * @param reverse whether the scan starts at the last entry
   * @throws IllegalArgumentException if the tensor has no entries
   */
  public static ScanResult scan(
      BiFunction<Tensor, Tensor, ScanResult> f, Tensor init, Tensor xs, boolean reverse) {
    List<Tensor> results = new ArrayList<>();
    Tensor carry = init;
    long length = length(xs, 0);
    for (long i = 0; i < length; i++) {
      ScanResult step = f.apply(carry, xs.get(reverse ? length - 1 - i : i));
      carry = step.carry();
      results.add(step.ys());
    }
    if (reverse) {
      Collections.reverse(results);
    }
    return new ScanResult(carry, stacked(results));
  }

  /**
   * Returns the cumulative results of a function along the first axis. Keras' {@code
   * ops.associative_scan}.
   *
   * @param f an associative function of two entries
   * @param elems a tensor with at least one entry
   */
  public static Tensor associativeScan(BinaryOperator<Tensor> f, Tensor elems) {
    return associativeScan(f, elems, false, 0);
  }

  /**
   * Returns the cumulative results of a function along an axis. Keras' {@code
   * ops.associative_scan}.
   *
   * @param f an associative function of two entries
   * @param elems a tensor with at least one entry along the axis
   * @param reverse whether the scan starts at the last entry
   * @param axis the axis; negative values count from the end
   * @throws IllegalArgumentException if the tensor has no entries along the axis
   */
  public static Tensor associativeScan(
      BinaryOperator<Tensor> f, Tensor elems, boolean reverse, int axis) {
    int at = axis < 0 ? axis + elems.rank() : axis;
    List<Tensor> results = new ArrayList<>();
    long length = length(elems, at);
    for (long i = 0; i < length; i++) {
      long place = reverse ? length - 1 - i : i;
      Tensor entry = elems.slice(at, place, place + 1);
      results.add(results.isEmpty() ? entry : f.apply(results.get(results.size() - 1), entry));
    }
    if (reverse) {
      Collections.reverse(results);
    }
    return OpsCall.of("Concatenate").operand(results).option("axis", at).value();
  }

  private static long length(Tensor x, int axis) {
    if (axis < 0 || axis >= x.rank() || x.dim(axis) == 0) {
      throw new IllegalArgumentException(
          "expected a tensor with entries along axis "
              + axis
              + ", received the shape "
              + x.shapeString());
    }
    return x.dim(axis);
  }

  private static Tensor stacked(List<Tensor> parts) {
    return OpsCall.of("Stack").operand(parts).option("axis", 0).value();
  }
}
