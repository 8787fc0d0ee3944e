package dev.tenon.keras.functions;

import dev.tenon.layers.base.Arg;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns tensors into nested lists of numbers, and the reverse. */
final class ConstantLists {
  private ConstantLists() {}

  /** Returns a tensor's numbers: one number, or a list for each axis. */
  static Object of(Tensor tensor) {
    if (tensor.rank() == 0) {
      return tensor.dtype().isFloating()
          ? (Object) tensor.getDouble(0)
          : (Object) tensor.getLong(0);
    }
    List<Object> items = new ArrayList<>();
    for (long i = 0; i < tensor.dim(0); i++) {
      items.add(of(tensor.get(i)));
    }
    return items;
  }

  /**
   * Returns a nested list of numbers as a tensor: float32 where any has a fraction, else int64.
   *
   * @throws IllegalArgumentException where it is not a list of numbers of one length an axis
   */
  static Tensor tensor(Arg.Seq list) {
    List<Number> numbers = new ArrayList<>();
    List<Long> shape = new ArrayList<>();
    collect(list, 0, shape, numbers);
    long[] lengths = shape.stream().mapToLong(Long::longValue).toArray();
    boolean whole = numbers.stream().allMatch(number -> number instanceof Long);
    double[] values = numbers.stream().mapToDouble(Number::doubleValue).toArray();
    return Tensor.of(values, lengths).cast(whole ? DType.INT64 : DType.FLOAT32);
  }

  private static void collect(Arg arg, int depth, List<Long> shape, List<Number> numbers) {
    if (arg instanceof Arg.Seq seq) {
      if (depth == shape.size()) {
        shape.add((long) seq.items().size());
      }
      if (shape.get(depth) != seq.items().size()) {
        throw new IllegalArgumentException("a list of lists of different lengths is no tensor");
      }
      seq.items().forEach(item -> collect(item, depth + 1, shape, numbers));
    } else if (arg instanceof Arg.Const constant && constant.value() instanceof Number number) {
      numbers.add(number instanceof Integer small ? Long.valueOf(small) : number);
    } else {
      throw new IllegalArgumentException("a list with something other than numbers is no tensor");
    }
  }

  /** Returns where parts of these sizes end, without the last end; null where one is not known. */
  static @Nullable List<Long> places(List<?> sizes) {
    List<Long> places = new ArrayList<>();
    long end = 0;
    for (Object size : sizes) {
      if (!(size instanceof Number number) || number.longValue() < 0) {
        return null;
      }
      end += number.longValue();
      places.add(end);
    }
    return places.isEmpty() ? null : places.subList(0, places.size() - 1);
  }
}
