package dev.tenon.ir.op;

import dev.tenon.ir.graph.Inference;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operators that read or write elements at positions given by another tensor. */
public sealed interface Indexing extends OperatorFamily {

  /** Takes entries of x along an axis: x, integer positions of any shape. */
  record Gather(long axis) implements Indexing {
    @Override
    public List<TensorType> infer(Inference in) {
      Shape x = in.shape(0);
      if (!x.ranked() || !in.shape(1).ranked()) {
        return List.of(in.type(0).with(Shape.unknownRank()));
      }
      int at = x.axis((int) axis);
      Shape shape = x.sub(0, at).concat(in.shape(1)).concat(x.sub(at + 1, x.rank()));
      return List.of(in.type(0).with(shape));
    }
  }

  /** Takes one element for each position: x, int positions of the result's shape. */
  record GatherElements(long axis) implements Indexing {
    @Override
    public List<TensorType> infer(Inference in) {
      return List.of(in.type(0).with(in.shape(1)));
    }
  }

  /** Takes blocks at multi-dimensional positions: x, int64 positions (last axis: the position). */
  record GatherND(long batchDims) implements Indexing {
    @Override
    public List<TensorType> infer(Inference in) {
      Shape x = in.shape(0);
      Shape at = in.shape(1);
      if (!x.ranked() || !at.ranked() || at.length(-1) < 0) {
        return List.of(in.type(0).with(Shape.unknownRank()));
      }
      int depth = (int) (batchDims + at.length(-1));
      return List.of(in.type(0).with(at.sub(0, at.rank() - 1).concat(x.sub(depth, x.rank()))));
    }
  }

  /** Replaces elements at positions: x, positions, updates. */
  record ScatterElements(long axis, String reduction) implements Indexing {
    @Override
    public List<TensorType> infer(Inference in) {
      return List.of(in.type(0));
    }
  }

  /** Replaces blocks at multi-dimensional positions: x, positions, updates. */
  record ScatterND(String reduction) implements Indexing {
    @Override
    public List<TensorType> infer(Inference in) {
      return List.of(in.type(0));
    }
  }

  /** Writes a chosen value at each position of a new axis: positions, depth, (off, on). */
  record OneHot(long axis) implements Indexing {
    @Override
    public List<TensorType> infer(Inference in) {
      Shape shape = in.shape(0);
      if (!shape.ranked()) {
        return List.of(new TensorType(in.dtype(2), shape));
      }
      Tensor depth = in.constant(1);
      Dim dim = depth == null ? Dim.unknown() : Dim.of(depth.getLong(0));
      long at = axis < 0 ? axis + shape.rank() + 1 : axis;
      if (at < 0 || at > shape.rank()) {
        throw new IllegalArgumentException(
            "axis " + axis + " is none of the " + (shape.rank() + 1) + " of the result");
      }
      return List.of(new TensorType(in.dtype(2), shape.insert((int) at, dim)));
    }
  }

  /** The k largest or smallest elements along an axis, and their int64 positions. */
  record TopK(long axis, long largest, long sorted) implements Indexing {
    @Override
    public List<TensorType> infer(Inference in) {
      Tensor k = in.constant(1);
      Dim dim = k == null ? Dim.unknown() : Dim.of(k.getLong(0));
      Shape shape = in.shape(0).with((int) axis, dim);
      return List.of(in.type(0).with(shape), new TensorType(DType.INT64, shape));
    }
  }

  /** The int64 positions of the elements that are not zero: (rank, count). */
  record NonZero() implements Indexing {
    @Override
    public List<TensorType> infer(Inference in) {
      Dim rank = in.shape(0).ranked() ? Dim.of(in.shape(0).rank()) : Dim.unknown();
      return List.of(new TensorType(DType.INT64, Shape.of(rank, Dim.unknown())));
    }
  }

  /**
   * Each different element, or entry of an axis, once. Returns them, the first position of each,
   * the new position of every element, and the count of each.
   *
   * @param axis the axis whose entries are compared; null for all elements of x
   * @param sorted whether they are in ascending order, else in the order of x
   */
  record Unique(@Nullable Long axis, long sorted) implements Indexing {
    @Override
    public List<TensorType> infer(Inference in) {
      Shape x = in.shape(0);
      Dim count = Dim.unknown();
      Shape different = Shape.of(count);
      if (axis != null) {
        different = x.ranked() ? x.with(Math.toIntExact(axis), count) : x;
      }
      Dim all = Dim.unknown();
      if (x.ranked()) {
        all = axis == null ? x.size() : x.dim(Math.toIntExact(axis));
      }
      TensorType positions = new TensorType(DType.INT64, Shape.of(count));
      return List.of(
          in.type(0).with(different), positions, positions.with(Shape.of(all)), positions);
    }
  }

  /**
   * Writes new entries into a cache along an axis: cache, entries, optional place of the first for
   * each sample (0).
   *
   * @param mode circular for positions modulo the length, else linear
   */
  record TensorScatter(long axis, String mode) implements Indexing {
    @Override
    public List<TensorType> infer(Inference in) {
      return List.of(in.type(0));
    }
  }
}
