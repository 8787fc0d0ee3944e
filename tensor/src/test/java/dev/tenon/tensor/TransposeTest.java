package dev.tenon.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** An element of a transposed tensor is where the definition of NumPy's transpose puts it. */
final class TransposeTest {
  private static final DType[] TYPES = {
    DType.BOOL, DType.FLOAT16, DType.FLOAT32, DType.INT32, DType.FLOAT64, DType.STRING
  };

  private final Random random = new Random(3);

  @Test
  void elementsGoWhereTheDefinitionPutsThem() {
    for (int run = 0; run < 2000; run++) {
      long[] shape = random.ints(random.nextInt(6), 0, 6).asLongStream().toArray();
      check(TYPES[run % TYPES.length], shape);
    }
  }

  @Test
  void kernelsAreMovedInTiles() {
    for (long[] shape :
        List.of(
            new long[] {3, 3, 40, 33},
            new long[] {1, 1, 70, 90},
            new long[] {33, 47},
            new long[] {2, 17, 3, 16})) {
      for (int run = 0; run < 24; run++) {
        check(TYPES[run % TYPES.length], shape);
      }
    }
  }

  private void check(DType type, long... shape) {
    List<Integer> axes = new ArrayList<>();
    for (int i = 0; i < shape.length; i++) {
      axes.add(i);
    }
    Collections.shuffle(axes, random);
    int[] perm = axes.stream().mapToInt(Integer::intValue).toArray();
    Tensor x = numbered(type, shape);
    Tensor moved = x.transpose(perm);
    String what = type + Arrays.toString(shape) + Arrays.toString(perm);
    assertThat(moved.dtype()).as(what).isEqualTo(type);
    for (int i = 0; i < shape.length; i++) {
      assertThat(moved.dim(i)).as(what).isEqualTo(shape[perm[i]]);
    }
    long[] index = new long[shape.length];
    for (int at = 0; at < x.size(); at++) {
      int left = at;
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        index[axis] = left % shape[axis];
        left /= (int) shape[axis];
      }
      int to = 0;
      for (int axis : perm) {
        to = (int) (to * shape[axis] + index[axis]);
      }
      if (type == DType.STRING) {
        assertThat(moved.getString(to)).as(what).isEqualTo(x.getString(at));
      } else {
        assertThat(moved.getDouble(to)).as(what).isEqualTo(x.getDouble(at));
      }
    }
  }

  private static Tensor numbered(DType type, long... shape) {
    int size = Arrays.stream(shape).mapToInt(n -> (int) n).reduce(1, (a, b) -> a * b);
    if (type == DType.STRING) {
      String[] texts = new String[size];
      Arrays.setAll(texts, Integer::toString);
      return Tensor.ofStrings(texts, new long[] {size}).reshape(shape);
    }
    Tensor.Writer writer = new Tensor.Writer(type, size);
    for (int i = 0; i < size; i++) {
      writer.set(i, type == DType.BOOL ? i % 3 % 2 : i % 2000);
    }
    return writer.build(new long[] {size}).reshape(shape);
  }
}
