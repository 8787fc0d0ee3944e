package dev.tenon.ir.pass;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Linear;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Entries by position and products of integers, by definition, for comparison only. */
final class NaiveElements {
  private NaiveElements() {}

  /** Returns the result; null for any other operator. */
  static @Nullable Tensor run(Operator operator, List<@Nullable Tensor> in) {
    Tensor x = in.isEmpty() ? null : in.get(0);
    if (x == null) {
      return null;
    }
    Tensor second = in.size() > 1 ? in.get(1) : null;
    if (operator instanceof Indexing.NonZero) {
      return nonZero(x);
    }
    if (operator instanceof Indexing.GatherElements gather && second != null) {
      return gather(x, second, (int) gather.axis());
    }
    if (operator instanceof Indexing.ScatterElements scatter
        && second != null
        && scatter.reduction().equals("none")) {
      return scatter(x, second, in.get(2), (int) scatter.axis());
    }
    if (operator instanceof Linear.MatMul
        && second != null
        && !x.dtype().isFloating()
        && x.rank() == 2
        && second.rank() == 2) {
      return product(x, second);
    }
    return null;
  }

  private static Tensor nonZero(Tensor x) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < x.size(); i++) {
      if (x.getDouble(i) != 0) {
        found.add(i);
      }
    }
    long[] places = new long[x.rank() * found.size()];
    for (int i = 0; i < found.size(); i++) {
      int rest = found.get(i);
      for (int axis = x.rank() - 1; axis >= 0; axis--) {
        places[axis * found.size() + i] = rest % x.dim(axis);
        rest /= (int) x.dim(axis);
      }
    }
    return Tensor.of(places, x.rank(), found.size());
  }

  /** Returns where the entry of x lies that an index of another tensor names. */
  private static int place(Tensor x, Tensor indices, int flat, int along) {
    int axis = along < 0 ? along + x.rank() : along;
    int rest = flat;
    int place = 0;
    int stride = 1;
    for (int i = x.rank() - 1; i >= 0; i--) {
      long at = rest % indices.dim(i);
      rest /= (int) indices.dim(i);
      if (i == axis) {
        long index = indices.getLong(flat);
        at = index < 0 ? index + x.dim(i) : index;
      }
      place += (int) at * stride;
      stride *= (int) x.dim(i);
    }
    return place;
  }

  private static Tensor gather(Tensor x, Tensor indices, int axis) {
    Tensor.Writer writer = new Tensor.Writer(x.dtype(), indices.size());
    for (int i = 0; i < indices.size(); i++) {
      writer.set(i, x.getDouble(place(x, indices, i, axis)));
    }
    return writer.build(indices.shape());
  }

  private static @Nullable Tensor scatter(
      Tensor x, Tensor indices, @Nullable Tensor updates, int axis) {
    if (updates == null) {
      return null;
    }
    Tensor.Writer writer = new Tensor.Writer(x.dtype(), x.size());
    for (int i = 0; i < x.size(); i++) {
      writer.set(i, x.getDouble(i));
    }
    for (int i = 0; i < indices.size(); i++) {
      writer.set(place(x, indices, i, axis), updates.getDouble(i));
    }
    return writer.build(x.shape());
  }

  private static Tensor product(Tensor x, Tensor y) {
    int inner = (int) x.dim(1);
    int columns = (int) y.dim(1);
    Tensor.Writer writer = new Tensor.Writer(x.dtype(), (int) x.dim(0) * columns);
    for (int row = 0; row < x.dim(0); row++) {
      for (int column = 0; column < columns; column++) {
        long sum = 0;
        for (int i = 0; i < inner; i++) {
          sum += x.getLong((long) row * inner + i) * y.getLong((long) i * columns + column);
        }
        writer.set(row * columns + column, sum);
      }
    }
    return writer.build(x.dim(0), columns);
  }
}
