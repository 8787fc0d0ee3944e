package dev.tenon.ir.op;

import dev.tenon.ir.graph.Inference;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.List;

/**
 * Reductions along axes: x, and axes as an optional int64 vector.
 *
 * <p>Without axes all axes are reduced, or no axis if {@code noopWithEmptyAxes} is 1.
 */
public sealed interface Reduction extends OperatorFamily {
  /** Returns 1 if reduced axes stay with length 1, else 0. */
  long keepdims();

  /** Returns 1 if empty axes reduce nothing, else 0. */
  default long noopWithEmptyAxes() {
    return 0;
  }

  @Override
  default List<TensorType> infer(Inference in) {
    Shape shape = in.shape(0);
    if (!shape.ranked()) {
      return List.of(in.type(0));
    }
    long[] axes = in.longs(1);
    if (in.has(1) && axes == null) {
      return List.of(
          in.type(0).with(keepdims() == 1 ? Shape.ofRank(shape.rank()) : Shape.unknownRank()));
    }
    if (axes == null || axes.length == 0) {
      if (noopWithEmptyAxes() == 1) {
        return List.of(in.type(0));
      }
      axes = new long[shape.rank()];
      for (int i = 0; i < axes.length; i++) {
        axes[i] = i;
      }
    }
    return List.of(in.type(0).with(reduce(shape, axes, keepdims() == 1)));
  }

  private static Shape reduce(Shape shape, long[] axes, boolean keep) {
    boolean[] gone = new boolean[shape.rank()];
    for (long axis : axes) {
      gone[shape.axis(Math.toIntExact(axis))] = true;
    }
    List<Dim> dims = new ArrayList<>();
    for (int i = 0; i < gone.length; i++) {
      if (!gone[i]) {
        dims.add(shape.dim(i));
      } else if (keep) {
        dims.add(Dim.of(1));
      }
    }
    return Shape.of(dims);
  }

  record ReduceSum(long keepdims, long noopWithEmptyAxes) implements Reduction {}

  record ReduceMean(long keepdims, long noopWithEmptyAxes) implements Reduction {}

  record ReduceMax(long keepdims, long noopWithEmptyAxes) implements Reduction {}

  record ReduceMin(long keepdims, long noopWithEmptyAxes) implements Reduction {}

  record ReduceProd(long keepdims, long noopWithEmptyAxes) implements Reduction {}

  record ReduceL1(long keepdims, long noopWithEmptyAxes) implements Reduction {}

  record ReduceL2(long keepdims, long noopWithEmptyAxes) implements Reduction {}

  record ReduceLogSum(long keepdims, long noopWithEmptyAxes) implements Reduction {}

  record ReduceLogSumExp(long keepdims, long noopWithEmptyAxes) implements Reduction {}

  record ReduceSumSquare(long keepdims, long noopWithEmptyAxes) implements Reduction {}

  private static List<TensorType> position(Inference in, long axis, long keepdims) {
    Shape shape = reduce(in.shape(0), new long[] {axis}, keepdims == 1);
    return List.of(new TensorType(DType.INT64, shape));
  }

  /** The int64 position of the largest element along one axis. */
  record ArgMax(long axis, long keepdims, long selectLastIndex) implements Reduction {
    @Override
    public List<TensorType> infer(Inference in) {
      return position(in, axis, keepdims);
    }
  }

  /** The int64 position of the smallest element along one axis. */
  record ArgMin(long axis, long keepdims, long selectLastIndex) implements Reduction {
    @Override
    public List<TensorType> infer(Inference in) {
      return position(in, axis, keepdims);
    }
  }

  /** Running sums along an axis that is a scalar input. */
  record CumSum(long exclusive, long reverse) implements Reduction {
    @Override
    public long keepdims() {
      return 1;
    }

    @Override
    public List<TensorType> infer(Inference in) {
      return List.of(in.type(0));
    }
  }
}
