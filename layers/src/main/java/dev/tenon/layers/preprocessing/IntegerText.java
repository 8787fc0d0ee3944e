package dev.tenon.layers.preprocessing;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Indexing;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Integers as the text that TensorFlow writes of them: ASCII digits, with a minus in front.
 *
 * @param words the arithmetic
 * @param length the number of bytes of each text, of the integers' shape
 * @param bytes (…, 20): the bytes of each text, then zeros
 */
record IntegerText(UnsignedArithmetic words, Value length, Value bytes) {
  /** The bytes of the longest text, that of the smallest int64. */
  static final int LONGEST = 20;

  private static final int DIGITS = 19;
  private static final int HALF = 4;

  /** Writes int64 numbers. */
  static IntegerText of(Ops ops, Value x) {
    Value column = ops.unsqueeze(x, x.rank());
    long[] powers = new long[DIGITS];
    powers[0] = 1;
    for (int i = 1; i < DIGITS; i++) {
      powers[i] = powers[i - 1] * 10;
    }
    int axis = x.rank();
    Value quotients = ops.div(column, ops.longs(powers));
    Value first = ops.slice(quotients, axis, 0, 1, 1);
    Value next =
        ops.concat(axis, List.of(ops.slice(quotients, axis, 1, DIGITS, 1), ops.sub(first, first)));
    Value digits = ops.abs(ops.sub(quotients, ops.mul(next, 10)));
    Value isZero = ops.equal(quotients, ops.scalar(quotients, 0));
    Value used = ops.reduceSum(ops.cast(ops.not(isZero), DType.INT64), true, axis);
    Value negative = ops.less(column, ops.scalar(column, 0));
    Value length = ops.add(ops.max(used, 1), ops.cast(negative, DType.INT64));

    long[] positions = new long[LONGEST];
    Arrays.setAll(positions, i -> i);
    Value from = ops.sub(ops.sub(length, 1), ops.longs(positions));
    Value digit =
        ops.apply(new Indexing.GatherElements(axis), digits, ops.clip(from, 0, DIGITS - 1));
    Value sign = ops.and(negative, ops.equal(ops.longs(positions), ops.scalar(DType.INT64, 0)));
    Value written = ops.where(sign, ops.scalar(DType.INT64, '-'), ops.add(digit, '0'));
    Value inside = ops.greaterOrEqual(from, ops.scalar(from, 0));
    Value bytes = ops.where(inside, written, ops.scalar(DType.INT64, 0));
    return new IntegerText(new UnsignedArithmetic(ops), ops.squeeze(length, axis), bytes);
  }

  /** Returns the little-endian number of {@code count} bytes from a position on. */
  Value word(int position, int count) {
    Ops ops = words.ops();
    int axis = length.rank();
    int end = Math.min(position + count, LONGEST);
    return together(ops.slice(bytes, axis, position, end, 1), end - position);
  }

  /** Returns the little-endian number of {@code count} bytes, so many bytes before the end. */
  Value wordBeforeEnd(int distance, int count) {
    return wordAt(words.add(length, -distance), count);
  }

  /** Returns the little-endian number of {@code count} bytes from a position that differs. */
  Value wordAt(Value position, int count) {
    Ops ops = words.ops();
    int axis = length.rank();
    long[] offsets = new long[count];
    Arrays.setAll(offsets, i -> i);
    Value at = ops.add(ops.unsqueeze(position, axis), ops.longs(offsets));
    Value clipped = ops.clip(at, 0, LONGEST - 1);
    return together(ops.apply(new Indexing.GatherElements(axis), bytes, clipped), count);
  }

  private Value together(Value some, int count) {
    Ops ops = words.ops();
    int axis = length.rank();
    if (count > HALF) {
      // ONNX Runtime adds integers up as doubles, which hold the numbers of four bytes exactly.
      Value low = together(ops.slice(some, axis, 0, HALF, 1), HALF);
      Value high = together(ops.slice(some, axis, HALF, count, 1), count - HALF);
      return words.add(low, words.shiftLeft(high, 8 * HALF));
    }
    long[] weights = new long[count];
    Arrays.setAll(weights, i -> 1L << (8 * i));
    Value weighted = words.mul(some, ops.constant(Tensor.of(weights, count)));
    return ops.reduceSum(weighted, false, axis);
  }
}
