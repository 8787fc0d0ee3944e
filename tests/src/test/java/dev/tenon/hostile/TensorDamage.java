package dev.tenon.hostile;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Draws numbers and tensors that an operator does not expect. */
final class TensorDamage {
  private static final float[] NUMBERS = {
    0, -1, 1, 0.5f, 1e30f, -1e30f, Float.MIN_VALUE, Float.NaN, Float.POSITIVE_INFINITY
  };
  private static final int LARGEST_FEED = 1 << 16;

  private final Random random;

  TensorDamage(Random random) {
    this.random = random;
  }

  /** Returns a whole number that is small, or at a limit of 32 or 64 bits. */
  long wild() {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(9) - 4;
      case 1 ->
          new long[] {0, -1, 1, 1L << 31, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE}
              [random.nextInt(7)];
      default -> Mutator.wild(random);
    };
  }

  /** Returns a real number, not always a finite one. */
  float number() {
    return NUMBERS[random.nextInt(NUMBERS.length)];
  }

  /** Returns a tensor of another shape, with the same numbers over and over. */
  Tensor resized(Tensor tensor) {
    List<Long> shape = new ArrayList<>();
    for (long length : tensor.shape()) {
      shape.add(length);
    }
    int choice = random.nextInt(8);
    if (shape.isEmpty() || choice == 0) {
      shape.add(random.nextInt(shape.size() + 1), (long) random.nextInt(3));
    } else if (choice == 1) {
      shape.remove(random.nextInt(shape.size()));
    } else if (choice == 2) {
      shape.clear();
    } else {
      long[] few = {0, 0, 0, 1, 2, 3, 5, 33};
      shape.set(random.nextInt(shape.size()), few[random.nextInt(few.length)]);
    }
    long size = 1;
    for (long length : shape) {
      size *= length;
    }
    if (size > LARGEST_FEED || tensor.dtype() == DType.STRING) {
      return tensor;
    }
    double[] old = tensor.toDoubleArray();
    double[] values = new double[(int) size];
    for (int i = 0; i < values.length; i++) {
      values[i] = old.length == 0 ? 1 : old[i % old.length];
    }
    return Tensor.of(values, shape.stream().mapToLong(Long::longValue).toArray())
        .cast(tensor.dtype());
  }

  /** Returns a tensor with one or two other numbers. */
  Tensor revalued(Tensor tensor) {
    if (tensor.size() == 0 || tensor.dtype() == DType.STRING) {
      return tensor;
    }
    boolean whole = tensor.dtype() == DType.INT64 || tensor.dtype() == DType.INT32;
    int count = 1 + random.nextInt(2);
    if (whole) {
      long[] values = tensor.toLongArray();
      for (int i = 0; i < count; i++) {
        values[random.nextInt(values.length)] = wild();
      }
      return Tensor.of(values, tensor.shape()).cast(tensor.dtype());
    }
    double[] values = tensor.toDoubleArray();
    for (int i = 0; i < count; i++) {
      values[random.nextInt(values.length)] = random.nextInt(4) == 0 ? wild() : number();
    }
    return Tensor.of(values, tensor.shape()).cast(tensor.dtype());
  }
}
