package dev.tenon.ir.op;

import dev.tenon.ir.graph.Inference;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operators that generate tensors from shapes and numbers. */
public sealed interface Generation extends OperatorFamily {

  /** The int64 lengths of x's axes from {@code start} to {@code end}. */
  record Shape(long start, @Nullable Long end) implements Generation {
    @Override
    public List<TensorType> infer(Inference in) {
      if (!in.shape(0).ranked()) {
        return List.of(new TensorType(DType.INT64, dev.tenon.ir.shape.Shape.ofRank(1)));
      }
      int rank = in.shape(0).rank();
      long count = (long) to(rank) - from(rank);
      return List.of(new TensorType(DType.INT64, dev.tenon.ir.shape.Shape.of(count)));
    }

    /** Returns the first axis whose length is given, for a tensor with a number of axes. */
    public int from(int rank) {
      return clamp(start, rank);
    }

    /** Returns the axis after the last one whose length is given, {@link #from} for none. */
    public int to(int rank) {
      return Math.max(from(rank), end == null ? rank : clamp(end, rank));
    }

    private static int clamp(long axis, int rank) {
      return (int) Math.max(0, Math.min(rank, axis < 0 ? axis + rank : axis));
    }
  }

  /** The int64 number of x's elements. */
  record Size() implements Generation {
    @Override
    public List<TensorType> infer(Inference in) {
      return List.of(new TensorType(DType.INT64, dev.tenon.ir.shape.Shape.of(List.of())));
    }
  }

  /** A tensor of the shape in an int64 input, filled with {@code value}, one element. */
  record ConstantOfShape(Tensor value) implements Generation {
    @Override
    public List<TensorType> infer(Inference in) {
      long[] target = in.longs(0);
      if (target != null) {
        return List.of(new TensorType(value.dtype(), dev.tenon.ir.shape.Shape.of(target)));
      }
      long rank = in.shape(0).ranked() ? in.shape(0).length(0) : -1;
      return List.of(
          new TensorType(
              value.dtype(),
              rank < 0
                  ? dev.tenon.ir.shape.Shape.unknownRank()
                  : dev.tenon.ir.shape.Shape.ofRank((int) rank)));
    }
  }

  /** The numbers from start up to limit by delta, three scalar inputs. */
  record Range() implements Generation {
    @Override
    public List<TensorType> infer(Inference in) {
      Tensor start = in.constant(0);
      Tensor limit = in.constant(1);
      Tensor delta = in.constant(2);
      Dim length = Dim.unknown();
      if (start != null && limit != null && delta != null) {
        double steps = (limit.getDouble(0) - start.getDouble(0)) / delta.getDouble(0);
        length = Dim.of((long) Math.max(0, Math.ceil(steps)));
      }
      return List.of(new TensorType(in.dtype(0), dev.tenon.ir.shape.Shape.of(length)));
    }
  }

  /** A matrix of x's shape with ones on the k-th diagonal. */
  record EyeLike(@Nullable DType dtype, long k) implements Generation {
    @Override
    public List<TensorType> infer(Inference in) {
      return List.of(dtype == null ? in.type(0) : in.type(0).with(dtype));
    }
  }
}
