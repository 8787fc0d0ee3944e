package dev.tenon.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Each element of a transposed tensor stands where NumPy's definition puts it. */
final class TranspositionTest {
  private static final int CASES = 400;

  @Test
  void everyElementMoves() {
    Random random = new Random(17);
    for (int number = 0; number < CASES; number++) {
      DType dtype = List.of(DType.FLOAT32, DType.INT8, DType.FLOAT16, DType.INT64).get(number % 4);
      long[] shape = shape(random, number % 3 == 0);
      List<Integer> axes = new ArrayList<>();
      for (int axis = 0; axis < shape.length; axis++) {
        axes.add(axis);
      }
      Collections.shuffle(axes, random);
      check(dtype, shape, axes.stream().mapToInt(Integer::intValue).toArray());
    }
  }

  @Test
  void kernelsOfConvolutions() {
    check(DType.FLOAT32, new long[] {3, 3, 65, 130}, new int[] {3, 2, 0, 1});
    check(DType.FLOAT32, new long[] {1, 1, 64, 128}, new int[] {3, 2, 0, 1});
    check(DType.FLOAT32, new long[] {130, 65, 3, 3}, new int[] {2, 3, 1, 0});
  }

  private static long[] shape(Random random, boolean long2d) {
    if (long2d) {
      return new long[] {random.nextInt(1, 200), random.nextInt(1, 200)};
    }
    long[] shape = new long[1 + random.nextInt(5)];
    for (int axis = 0; axis < shape.length; axis++) {
      shape[axis] = random.nextInt(1, 7);
    }
    return shape;
  }

  private static void check(DType dtype, long[] shape, int[] perm) {
    int size = TensorShapes.elements(shape);
    Tensor.Writer writer = new Tensor.Writer(dtype, size);
    for (int i = 0; i < size; i++) {
      // Small enough for every type; neighbours differ.
      writer.set(i, (double) (i % 101));
    }
    Tensor x = writer.build(shape);
    Tensor moved = x.transpose(perm);
    long[] strides = TensorShapes.strides(shape);
    long[] index = new long[shape.length];
    for (int to = 0; to < size; to++) {
      int from = 0;
      for (int axis = 0; axis < perm.length; axis++) {
        assertThat(moved.dim(axis)).isEqualTo(shape[perm[axis]]);
        from += (int) (index[axis] * strides[perm[axis]]);
      }
      if (moved.getDouble(to) != x.getDouble(from)) {
        assertThat(moved.getDouble(to)).as(x.shapeString()).isEqualTo(x.getDouble(from));
      }
      for (int axis = perm.length - 1; axis >= 0 && ++index[axis] == moved.dim(axis); axis--) {
        index[axis] = 0;
      }
    }
  }
}
