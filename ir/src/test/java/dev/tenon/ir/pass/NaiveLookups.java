package dev.tenon.ir.pass;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.op.Variadic;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** What the evaluator leaves to engines: strings, entries at positions, products of lengths. */
final class NaiveLookups {
  private NaiveLookups() {}

  /** Returns the result, or null where the operator is another one. */
  static @Nullable Tensor run(Operator operator, List<@Nullable Tensor> in) {
    if (operator instanceof Binary.Equal && in(in, 0).dtype() == DType.STRING) {
      return equal(in(in, 0), in(in, 1));
    }
    if (operator instanceof Indexing.Gather gather && in(in, 0).dtype() == DType.STRING) {
      return gather(in(in, 0), in(in, 1), (int) gather.axis());
    }
    if (operator instanceof Variadic.Where && in(in, 1).dtype() == DType.STRING) {
      return choose(in(in, 0), in(in, 1), in(in, 2));
    }
    if (operator instanceof Reduction.ReduceProd product && in(in, 0).rank() == 1) {
      long size = Arrays.stream(in(in, 0).toLongArray()).reduce(1, (a, b) -> a * b);
      Tensor scalar = Tensor.scalar(in(in, 0).dtype(), size);
      return product.keepdims() == 1 ? scalar.reshape(1) : scalar;
    }
    if (operator instanceof Indexing.GatherElements gather) {
      return elements(in(in, 0), in(in, 1), gather.axis());
    }
    return operator instanceof Indexing.ScatterND scatter
        ? scatter(in(in, 0), in(in, 1), in(in, 2), scatter.reduction())
        : null;
  }

  private static Tensor in(List<@Nullable Tensor> in, int index) {
    return Objects.requireNonNull(in.get(index));
  }

  /** Compares each entry of x, whose last axis has length 1, with each of a vector. */
  private static Tensor equal(Tensor x, Tensor words) {
    int count = words.size();
    boolean[] equal = new boolean[x.size() * count];
    for (int i = 0; i < equal.length; i++) {
      equal[i] = x.getString(i / count).equals(words.getString(i % count));
    }
    long[] shape = x.shape();
    if (words.rank() != 1 || shape[shape.length - 1] != 1) {
      throw new UnsupportedOperationException(x.shapeString() + words.shapeString());
    }
    shape[shape.length - 1] = count;
    return Tensor.of(equal, shape);
  }

  private static Tensor gather(Tensor words, Tensor positions, int along) {
    int axis = along < 0 ? along + words.rank() : along;
    long[] shape = words.shape();
    long outer = Arrays.stream(shape, 0, axis).reduce(1, (a, b) -> a * b);
    long inner = Arrays.stream(shape, axis + 1, shape.length).reduce(1, (a, b) -> a * b);
    List<String> found = new ArrayList<>();
    for (long before = 0; before < outer; before++) {
      for (long position : positions.toLongArray()) {
        long at = position < 0 ? position + shape[axis] : position;
        for (long after = 0; after < inner; after++) {
          found.add(words.getString((before * shape[axis] + at) * inner + after));
        }
      }
    }
    LongStream lengths =
        LongStream.concat(
            LongStream.concat(Arrays.stream(shape, 0, axis), Arrays.stream(positions.shape())),
            Arrays.stream(shape, axis + 1, shape.length));
    return Tensor.ofStrings(found.toArray(String[]::new), lengths.toArray());
  }

  /** Takes the entry of x where that holds, else the one other word. */
  private static Tensor choose(Tensor holds, Tensor x, Tensor other) {
    if (other.size() != 1 || x.size() != holds.size()) {
      throw new UnsupportedOperationException(x.shapeString() + other.shapeString());
    }
    String[] words = x.toStringArray();
    for (int i = 0; i < words.length; i++) {
      words[i] = holds.getLong(i) == 0 ? other.getString(0) : words[i];
    }
    return Tensor.ofStrings(words, x.shape());
  }

  private static Tensor elements(Tensor x, Tensor positions, long axis) {
    int at = (int) (axis < 0 ? axis + x.rank() : axis);
    Tensor.Writer writer = new Tensor.Writer(x.dtype(), positions.size());
    for (int i = 0; i < positions.size(); i++) {
      int rest = i;
      long from = 0;
      long stride = 1;
      for (int k = x.rank() - 1; k >= 0; k--) {
        long place = k == at ? positions.getLong(i) : rest % positions.dim(k);
        rest /= (int) positions.dim(k);
        from += place * stride;
        stride *= x.dim(k);
      }
      writer.set(i, x.getDouble(from));
    }
    return writer.build(positions.shape());
  }

  private static Tensor scatter(Tensor x, Tensor positions, Tensor updates, String reduction) {
    double[] values = x.toDoubleArray();
    int depth = (int) positions.dim(positions.rank() - 1);
    int inner = 1;
    for (int k = depth; k < x.rank(); k++) {
      inner *= (int) x.dim(k);
    }
    for (int i = 0; i < updates.size(); i++) {
      long to = 0;
      for (int k = 0; k < depth; k++) {
        long place = positions.getLong((long) (i / inner) * depth + k);
        to = to * x.dim(k) + (place < 0 ? place + x.dim(k) : place);
      }
      int at = (int) to * inner + i % inner;
      double update = updates.getDouble(i);
      values[at] =
          switch (reduction) {
            case "none" -> update;
            case "add" -> values[at] + update;
            default -> throw new UnsupportedOperationException(reduction);
          };
    }
    return Tensor.of(values, x.shape()).cast(x.dtype());
  }
}
