package dev.tenon.ir.pass;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Movement;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operands of an operator under decomposition, and common operations of its rules.
 *
 * <p>A length is an int64 vector of one element, a constant if it is known.
 */
public record ExpansionContext(Ops ops, List<@Nullable Value> operands) {
  private static final long MOST_CONSTANT_POSITIONS = 1 << 16;

  public ExpansionContext {
    operands = Collections.unmodifiableList(operands);
  }

  /** Returns whether an operand is present. */
  public boolean has(int index) {
    return optional(index) != null;
  }

  /** Returns an operand, or null if it is absent. */
  public @Nullable Value optional(int index) {
    return index < operands.size() ? operands.get(index) : null;
  }

  /** Returns a required operand. */
  public Value in(int index) {
    Value value = optional(index);
    if (value == null) {
      throw new IllegalArgumentException("input " + index + " is missing");
    }
    return value;
  }

  /** Returns the number of axes of an operand. */
  public int rank(int index) {
    if (!in(index).shape().ranked()) {
      throw new IllegalArgumentException("the number of axes of input " + index + " is not known");
    }
    return in(index).rank();
  }

  /** Returns the number of elements of a vector of lengths. */
  public int count(int index) {
    long count = rank(index) == 1 ? in(index).shape().length(0) : -1;
    if (count < 0) {
      throw new IllegalArgumentException(
          "the number of lengths in input " + index + " is not known");
    }
    return (int) count;
  }

  /** Returns one element of a vector as a length. */
  public Value element(Value vector, int index) {
    Tensor known = vector.constant();
    return known == null
        ? ops.slice(ops.cast(vector, DType.INT64), 0, index, index + 1L, 1)
        : ops.longs(known.getLong(index));
  }

  /** Returns a scalar operand as a length. */
  public Value length(Value scalar) {
    Tensor known = scalar.constant();
    return known == null ? reshape(ops.cast(scalar, DType.INT64), 1) : ops.longs(known.getLong(0));
  }

  /** Returns {@code a * factor + offset}, a constant if {@code a} is known. */
  public Value affine(Value a, long factor, long offset) {
    Tensor known = a.constant();
    if (known != null) {
      return ops.longs(
          Arrays.stream(known.toLongArray())
              .map(value -> Math.addExact(Math.multiplyExact(value, factor), offset))
              .toArray());
    }
    Value scaled = factor == 1 ? a : ops.mul(a, (double) factor);
    return offset == 0 ? scaled : ops.add(scaled, (double) offset);
  }

  /** Returns the product of two lengths. */
  public Value times(Value a, Value b) {
    Tensor left = a.constant();
    Tensor right = b.constant();
    return left == null || right == null
        ? ops.mul(a, b)
        : ops.longs(Math.multiplyExact(left.getLong(0), right.getLong(0)));
  }

  /** Returns the product of several lengths. */
  public Value product(List<Value> lengths) {
    Value product = ops.longs(1);
    for (Value length : lengths) {
      product = times(product, length);
    }
    return product;
  }

  /** Returns the int64 numbers from 0 up to a length. */
  public Value positions(Value length) {
    Tensor known = length.constant();
    if (known != null && known.getLong(0) <= MOST_CONSTANT_POSITIONS) {
      long[] all = new long[(int) Math.max(0, known.getLong(0))];
      Arrays.setAll(all, i -> i);
      return ops.longs(all);
    }
    return ops.apply(
        new Generation.Range(),
        ops.scalar(DType.INT64, 0),
        ops.squeeze(length, 0),
        ops.scalar(DType.INT64, 1));
  }

  /** Reshapes x; 0 copies a length of x, and -1 is computed. */
  public Value reshape(Value x, long... shape) {
    return ops.apply(new Movement.Reshape(0), x, ops.longs(shape));
  }

  /** Reshapes x to a shape of lengths. */
  public Value reshape(Value x, List<Value> lengths) {
    return ops.apply(new Movement.Reshape(0), x, shape(lengths));
  }

  /** Returns lengths as one vector. */
  public Value shape(List<Value> lengths) {
    if (lengths.stream().allMatch(length -> length.constant() != null)) {
      return ops.longs(lengths.stream().mapToLong(ExpansionContext::known).toArray());
    }
    return ops.concat(0, lengths);
  }

  private static long known(Value length) {
    Tensor constant = length.constant();
    return constant == null ? -1 : constant.getLong(0);
  }

  /** Returns a vector as one axis of several, the others of length 1. */
  public Value along(Value vector, int axis, int rank) {
    long[] shape = new long[rank];
    Arrays.fill(shape, 1);
    shape[axis] = -1;
    return reshape(vector, shape);
  }

  /** Returns zeros. */
  public Value zeros(DType type, Value shape) {
    return ops.apply(new Generation.ConstantOfShape(Tensor.zeros(type, 1)), shape);
  }

  /** Returns an entry of an optional list with one entry for each axis. */
  public static long entry(@Nullable List<Long> list, int index, long otherwise) {
    return list == null ? otherwise : list.get(index);
  }
}
