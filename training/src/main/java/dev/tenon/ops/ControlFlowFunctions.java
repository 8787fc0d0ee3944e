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
 * The functions of {@code keras.ops.core} that take functions: loops of Java over tensors of
 * numbers.
 *
 * <p>Keras writes none of them into a file, so there is no symbolic form: within a layer of one's
 * own, {@link dev.tenon.layers.base.Call#loop} and {@link dev.tenon.layers.base.Call#cond} are in
 * the graph.
 */
abstract class ControlFlowFunctions {
  ControlFlowFunctions() {}

  /** Returns the result of one of two functions. Keras' {@code ops.cond}. */
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
   * Applies the function of a number to operands. Keras' {@code ops.switch}.
   *
   * @param index which function; below 0 the first, beyond the last one the last
   */
  public static <T> T switchCase(
      int index, List<? extends Function<List<Tensor>, T>> branches, Tensor... operands) {
    int chosen = Math.min(Math.max(index, 0), branches.size() - 1);
    return branches.get(chosen).apply(List.of(operands));
  }

  /** Repeats a function while a condition on its results holds. Keras' {@code ops.while_loop}. */
  public static List<Tensor> whileLoop(
      Predicate<List<Tensor>> cond, UnaryOperator<List<Tensor>> body, List<Tensor> loopVars) {
    return whileLoop(cond, body, loopVars, null);
  }

  /**
   * Repeats a function while a condition on its results holds. Keras' {@code ops.while_loop}.
   *
   * @param maximumIterations how often at most; null for no limit
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
   * Applies a function for each number from a lower one up to an upper one. Keras' {@code
   * ops.fori_loop}.
   *
   * @param bodyFun takes the number and the value so far
   */
  public static <T> T foriLoop(
      int lower, int upper, BiFunction<Integer, ? super T, ? extends T> bodyFun, T initVal) {
    T value = initVal;
    for (int i = lower; i < upper; i++) {
      value = bodyFun.apply(i, value);
    }
    return value;
  }

  /** Applies a function to each entry of the first axis. Keras' {@code ops.map}. */
  public static Tensor map(UnaryOperator<Tensor> f, Tensor xs) {
    List<Tensor> results = new ArrayList<>();
    for (long i = 0; i < length(xs, 0); i++) {
      results.add(f.apply(xs.get(i)));
    }
    return stacked(results);
  }

  /** Applies a function to each entry of the first axis. Keras' {@code ops.vectorized_map}. */
  public static Tensor vectorizedMap(UnaryOperator<Tensor> function, Tensor elements) {
    return map(function, elements);
  }

  /**
   * Returns a function that applies one to each element. Keras' {@code ops.vectorize}.
   *
   * @param pyfunc takes and gives a tensor without axes
   */
  public static UnaryOperator<Tensor> vectorize(UnaryOperator<Tensor> pyfunc) {
    return x -> map(pyfunc, x.reshape(x.size())).reshape(x.shape());
  }

  /** Carries a state along the first axis. Keras' {@code ops.scan}. */
  public static ScanResult scan(BiFunction<Tensor, Tensor, ScanResult> f, Tensor init, Tensor xs) {
    return scan(f, init, xs, false);
  }

  /**
   * Carries a state along the first axis. Keras' {@code ops.scan}.
   *
   * @param f takes the state and an entry, and gives the next state and a result
   * @param reverse whether the last entry comes first
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

  /** Combines each entry of the first axis with all before it. Keras' {@code associative_scan}. */
  public static Tensor associativeScan(BinaryOperator<Tensor> f, Tensor elems) {
    return associativeScan(f, elems, false, 0);
  }

  /**
   * Combines each entry of an axis with all before it. Keras' {@code ops.associative_scan}.
   *
   * @param f an associative function of two entries
   * @param reverse whether each is combined with all behind it instead
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
