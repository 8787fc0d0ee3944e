package dev.tenon.ir.fold;

import dev.tenon.ir.op.Indexing;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operators that read elements at positions. */
final class Lookups {
  private Lookups() {}

  static @Nullable Tensor apply(Indexing operator, List<@Nullable Tensor> operands) {
    if (operator instanceof Indexing.Gather op) {
      List<Tensor> given = Evaluator.given(operands, 2);
      return given == null ? null : gather(op, given.get(0), given.get(1));
    }
    if (operator instanceof Indexing.OneHot op) {
      List<Tensor> given = Evaluator.given(operands, 3);
      return given == null ? null : oneHot(op, given);
    }
    return null;
  }

  private static @Nullable Tensor gather(Indexing.Gather op, Tensor x, Tensor positions) {
    if (x.dtype() == DType.STRING) {
      return null;
    }
    int axis = (int) (op.axis() < 0 ? op.axis() + x.rank() : op.axis());
    int length = (int) x.dim(axis);
    int[] flat = new int[positions.size()];
    for (int i = 0; i < flat.length; i++) {
      long at = positions.getLong(i);
      flat[i] = (int) (at < 0 ? at + length : at);
      if (flat[i] < 0 || flat[i] >= length) {
        throw new IllegalArgumentException(
            "position " + at + " is outside axis " + axis + " of length " + length);
      }
    }
    long[] inner = positions.shape();
    long[] shape = new long[x.rank() - 1 + inner.length];
    for (int i = 0; i < axis; i++) {
      shape[i] = x.dim(i);
    }
    System.arraycopy(inner, 0, shape, axis, inner.length);
    for (int i = axis + 1; i < x.rank(); i++) {
      shape[i - 1 + inner.length] = x.dim(i);
    }
    return RunCopier.along(x, axis, flat).reshape(shape);
  }

  private static Tensor oneHot(Indexing.OneHot op, List<Tensor> operands) {
    Tensor positions = operands.get(0);
    int depth = (int) operands.get(1).getLong(0);
    Tensor values = operands.get(2);
    int at = (int) (op.axis() < 0 ? op.axis() + positions.rank() + 1 : op.axis());
    long inner = 1;
    for (int i = at; i < positions.rank(); i++) {
      inner *= positions.dim(i);
    }
    Tensor.Writer writer = new Tensor.Writer(values.dtype(), positions.size() * depth);
    for (int i = 0; i < positions.size() * depth; i++) {
      long entry = i / inner % depth;
      long from = i / inner / depth * inner + i % inner;
      long position = positions.getLong(from);
      boolean hit = (position < 0 ? position + depth : position) == entry;
      BinaryMath.copy(values, hit ? 1 : 0, writer, i);
    }
    long[] shape = new long[positions.rank() + 1];
    long[] old = positions.shape();
    System.arraycopy(old, 0, shape, 0, at);
    shape[at] = depth;
    System.arraycopy(old, at, shape, at + 1, old.length - at);
    return writer.build(shape);
  }
}
