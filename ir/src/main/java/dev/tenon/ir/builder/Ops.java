package dev.tenon.ir.builder;

import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.op.Variadic;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Adds operators to a graph: one method for each common operator, {@link #apply} for all others.
 *
 * <p>The names are ONNX's. A number beside a tensor gets the tensor's element type.
 */
public final class Ops extends NodeBuilder {
  /** Creates a writer for the current graph and the current layer, which suppliers return. */
  public Ops(Supplier<GraphBuilder> builder, Supplier<Origin> origin) {
    this(builder, origin, () -> false);
  }

  /**
   * Creates a writer that marks the values of activation functions.
   *
   * @param activationsAgain whether gradients compute them again in place of keeping them
   */
  public Ops(
      Supplier<GraphBuilder> builder, Supplier<Origin> origin, BooleanSupplier activationsAgain) {
    super(builder, origin, activationsAgain);
  }

  /** Adds elementwise, with broadcasting. */
  public Value add(Value a, Value b) {
    return apply(new Binary.Add(), a, b);
  }

  /** Adds a number. */
  public Value add(Value a, double b) {
    return add(a, scalar(a, b));
  }

  /** Subtracts elementwise, with broadcasting. */
  public Value sub(Value a, Value b) {
    return apply(new Binary.Sub(), a, b);
  }

  /** Subtracts a number. */
  public Value sub(Value a, double b) {
    return sub(a, scalar(a, b));
  }

  /** Subtracts from a number. */
  public Value sub(double a, Value b) {
    return sub(scalar(b, a), b);
  }

  /** Multiplies elementwise, with broadcasting. */
  public Value mul(Value a, Value b) {
    return apply(new Binary.Mul(), a, b);
  }

  /** Multiplies by a number. */
  public Value mul(Value a, double b) {
    return mul(a, scalar(a, b));
  }

  /** Divides elementwise, with broadcasting; integers are truncated. */
  public Value div(Value a, Value b) {
    return apply(new Binary.Div(), a, b);
  }

  /** Divides by a number. */
  public Value div(Value a, double b) {
    return div(a, scalar(a, b));
  }

  /** Computes {@code a} to the power of {@code b}. */
  public Value pow(Value a, Value b) {
    return apply(new Binary.Pow(), a, b);
  }

  /** Computes the larger elements. */
  public Value max(Value a, Value b) {
    return apply(new Variadic.Max(), a, b);
  }

  /** Computes the larger of each element and a number. */
  public Value max(Value a, double b) {
    return max(a, scalar(a, b));
  }

  /** Computes the smaller elements. */
  public Value min(Value a, Value b) {
    return apply(new Variadic.Min(), a, b);
  }

  /** Computes the smaller of each element and a number. */
  public Value min(Value a, double b) {
    return min(a, scalar(a, b));
  }

  /** Limits x to a range. */
  public Value clip(Value x, double low, double high) {
    return apply(new Variadic.Clip(), x, scalar(x, low), scalar(x, high));
  }

  /** Chooses {@code a} for each element with a true condition, else {@code b}. */
  public Value where(Value condition, Value a, Value b) {
    return apply(new Variadic.Where(), condition, a, b);
  }

  /** Compares elementwise: {@code a == b}, as bool. */
  public Value equal(Value a, Value b) {
    return apply(new Binary.Equal(), a, b);
  }

  /** Compares elementwise: {@code a > b}, as bool. */
  public Value greater(Value a, Value b) {
    return apply(new Binary.Greater(), a, b);
  }

  /** Compares elementwise: {@code a >= b}, as bool. */
  public Value greaterOrEqual(Value a, Value b) {
    return apply(new Binary.GreaterOrEqual(), a, b);
  }

  /** Compares elementwise: {@code a < b}, as bool. */
  public Value less(Value a, Value b) {
    return apply(new Binary.Less(), a, b);
  }

  /** Compares elementwise: {@code a <= b}, as bool. */
  public Value lessOrEqual(Value a, Value b) {
    return apply(new Binary.LessOrEqual(), a, b);
  }

  /** Computes the logical and of bools. */
  public Value and(Value a, Value b) {
    return apply(new Binary.And(), a, b);
  }

  /** Computes the logical or of bools. */
  public Value or(Value a, Value b) {
    return apply(new Binary.Or(), a, b);
  }

  /** Computes the logical negation of bools. */
  public Value not(Value x) {
    return apply(new Unary.Not(), x);
  }

  /** Negates each element. */
  public Value neg(Value x) {
    return apply(new Unary.Neg(), x);
  }

  /** Computes magnitudes. */
  public Value abs(Value x) {
    return apply(new Unary.Abs(), x);
  }

  /** Computes e to the power of each element. */
  public Value exp(Value x) {
    return apply(new Unary.Exp(), x);
  }

  /** Computes natural logarithms. */
  public Value log(Value x) {
    return apply(new Unary.Log(), x);
  }

  /** Computes square roots. */
  public Value sqrt(Value x) {
    return apply(new Unary.Sqrt(), x);
  }

  /** Computes hyperbolic tangents. */
  public Value tanh(Value x) {
    return apply(new Unary.Tanh(), x);
  }

  /** Computes {@code 1 / (1 + exp(-x))}. */
  public Value sigmoid(Value x) {
    return apply(new Unary.Sigmoid(), x);
  }

  /** Computes {@code max(x, 0)}. */
  public Value relu(Value x) {
    return apply(new Unary.Relu(), x);
  }

  /** Computes {@code exp(x) / sum(exp(x))} along an axis. */
  public Value softmax(Value x, int axis) {
    return apply(new Activations.Softmax(axis), x);
  }

  /** Converts the elements; returns x itself if it has the type already. */
  public Value cast(Value x, DType to) {
    return x.dtype() == to ? x : apply(new Unary.Cast(to), x);
  }

  /** Multiplies matrices along the last two axes, as NumPy's {@code matmul}. */
  public Value matMul(Value a, Value b) {
    return apply(new Linear.MatMul(), a, b);
  }

  /** Computes an Einstein sum, such as {@code "ab,bc->ac"}. */
  public Value einsum(String equation, Value... operands) {
    return apply(new Linear.Einsum(equation), operands);
  }

  /** Reverses an axis, counted from the front. */
  public Value reversed(Value x, int axis) {
    return slice(x, axis, -1, Long.MIN_VALUE + 1, -1);
  }

  /** Exchanges two axes, counted from the front; returns x itself for equal axes. */
  public Value swapAxes(Value x, int a, int b) {
    int[] perm = new int[x.rank()];
    Arrays.setAll(perm, i -> i == a ? b : i == b ? a : i);
    return a == b ? x : transpose(x, perm);
  }

  /** Permutes axes: axis i of the result is axis perm[i] of x. */
  public Value transpose(Value x, int... perm) {
    return apply(new Movement.Transpose(Arrays.stream(perm).mapToObj(p -> (long) p).toList()), x);
  }

  /** Concatenates along an axis. */
  public Value concat(int axis, List<Value> parts) {
    return parts.size() == 1
        ? parts.get(0)
        : apply(new Movement.Concat(axis), parts.toArray(Value[]::new));
  }

  /** Splits x along an axis into parts of given lengths. */
  public List<Value> split(Value x, int axis, long... lengths) {
    return applyAll(new Movement.Split(axis, null), x, longs(lengths));
  }

  /** Removes axes of length 1. */
  public Value squeeze(Value x, long... axes) {
    return apply(new Movement.Squeeze(), x, longs(axes));
  }

  /** Inserts axes of length 1. */
  public Value unsqueeze(Value x, long... axes) {
    return apply(new Movement.Unsqueeze(), x, longs(axes));
  }

  /** Slices one axis as Python's {@code start:end:step}. */
  public Value slice(Value x, int axis, long start, long end, long step) {
    return apply(new Movement.Slice(), x, longs(start), longs(end), longs(axis), longs(step));
  }

  /** Picks entries of an axis by their positions. */
  public Value gather(Value x, Value positions, int axis) {
    return apply(new Indexing.Gather(axis), x, positions);
  }

  /** Computes means over axes, which {@code keep} leaves with length 1. */
  public Value reduceMean(Value x, boolean keep, long... axes) {
    return apply(new Reduction.ReduceMean(keep ? 1 : 0, 0), x, longs(axes));
  }

  /** Computes sums over axes, which {@code keep} leaves with length 1. */
  public Value reduceSum(Value x, boolean keep, long... axes) {
    return apply(new Reduction.ReduceSum(keep ? 1 : 0, 0), x, longs(axes));
  }

  /** Computes maxima over axes, which {@code keep} leaves with length 1. */
  public Value reduceMax(Value x, boolean keep, long... axes) {
    return apply(new Reduction.ReduceMax(keep ? 1 : 0, 0), x, longs(axes));
  }

  /** Computes minima over axes, which {@code keep} leaves with length 1. */
  public Value reduceMin(Value x, boolean keep, long... axes) {
    return apply(new Reduction.ReduceMin(keep ? 1 : 0, 0), x, longs(axes));
  }

  /** Returns the lengths of x's axes as an int64 vector: a constant if all are known. */
  public Value shape(Value x) {
    return x.shape().isKnown()
        ? longs(x.shape().toLongs())
        : apply(new Generation.Shape(0, null), x);
  }

  /** Returns the length of one axis as an int64 vector of one element. */
  public Value length(Value x, int axis) {
    int at = x.shape().axis(axis);
    return x.shape().dim(at).isKnown()
        ? longs(x.shape().length(at))
        : apply(new Generation.Shape(at, (long) at + 1), x);
  }

  /** Returns the lengths as an int64 vector; unknown ones come from the equal axes of x. */
  public Value shapeOf(Value x, Shape wanted) {
    if (wanted.isKnown()) {
      return longs(wanted.toLongs());
    }
    List<Value> parts = new ArrayList<>();
    for (Dim dim : wanted.dims()) {
      int at = dim.isKnown() ? -1 : x.shape().dims().indexOf(dim);
      if (at < 0 && !dim.isKnown()) {
        throw new IllegalArgumentException("length " + dim + " is no axis of " + x.shape());
      }
      parts.add(dim.isKnown() ? longs(dim.orMinusOne()) : length(x, at));
    }
    return concat(0, parts);
  }

  /**
   * Reshapes x.
   *
   * <p>At most one length may be unknown and different from x's length at the same axis; it is
   * computed.
   */
  public Value reshape(Value x, Shape shape) {
    boolean known = x.shape().isKnown() && shape.isKnown();
    if (known && x.shape().size().orMinusOne() != shape.size().orMinusOne()) {
      throw new IllegalArgumentException("cannot reshape " + x.shape() + " to " + shape);
    }
    long[] target = new long[shape.rank()];
    int open = 0;
    for (int i = 0; i < target.length; i++) {
      Dim dim = shape.dim(i);
      boolean same = i < x.rank() && x.shape().dim(i).equals(dim);
      target[i] = dim.isKnown() ? dim.orMinusOne() : same ? 0 : -1;
      open += target[i] == -1 ? 1 : 0;
    }
    if (open == 0 && Arrays.stream(target).filter(length -> length == 0).count() == 1) {
      // A single copied length is as well what is left; -1 is the form every runtime likes.
      for (int i = 0; i < target.length; i++) {
        target[i] = target[i] == 0 && !shape.dim(i).isKnown() ? -1 : target[i];
      }
    }
    if (open > 1) {
      return applyAs(shape, new Movement.Reshape(0), x, shapeOf(x, shape));
    }
    return applyAs(shape, new Movement.Reshape(0), x, longs(target));
  }

  /** Broadcasts x to a shape whose unknown lengths are read from another value. */
  public Value expand(Value x, Value like, Shape shape) {
    return applyAs(shape, new Movement.Expand(), x, shapeOf(like, shape));
  }
}
