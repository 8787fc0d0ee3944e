package dev.tenon.ir.op;

import dev.tenon.ir.graph.Inference;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operators that move elements without computation. */
public sealed interface Movement extends OperatorFamily {

  /** Reshapes x to the shape in an int64 input; 0 copies a length unless {@code allowzero}. */
  record Reshape(long allowzero) implements Movement {
    @Override
    public List<TensorType> infer(Inference in) {
      long[] target = in.longs(1);
      if (target == null) {
        long rank = in.shape(1).ranked() ? in.shape(1).length(0) : -1;
        Shape shape = rank < 0 ? Shape.unknownRank() : Shape.ofRank((int) rank);
        return List.of(in.type(0).with(shape));
      }
      return List.of(in.type(0).with(ReshapeRule.apply(in.shape(0), target, allowzero == 1)));
    }

    /** Returns a result's shape with its one open length, which the elements of x leave. */
    public static Shape complete(Shape from, Shape to) {
      return ReshapeRule.complete(from, to);
    }
  }

  /** Reorders the axes: axis i of the result is axis perm[i] of x. */
  record Transpose(List<Long> perm) implements Movement {
    public Transpose {
      perm = List.copyOf(perm);
    }

    @Override
    public List<TensorType> infer(Inference in) {
      if (in.shape(0).ranked() && in.shape(0).rank() != perm.size()) {
        throw new IllegalArgumentException(
            "permutation " + perm + " does not fit shape " + in.shape(0));
      }
      return List.of(
          in.type(0)
              .with(in.shape(0).ranked() ? in.shape(0).permute(perm) : Shape.ofRank(perm.size())));
    }
  }

  /** Removes axes of length 1: x, axes as an optional int64 vector. */
  record Squeeze() implements Movement {
    @Override
    public List<TensorType> infer(Inference in) {
      Shape shape = in.shape(0);
      long[] axes = in.longs(1);
      if (!shape.ranked() || (in.has(1) && axes == null)) {
        return List.of(in.type(0).with(Shape.unknownRank()));
      }
      boolean[] gone = new boolean[shape.rank()];
      if (axes == null && !shape.hasLengths()) {
        return List.of(in.type(0).with(Shape.unknownRank()));
      }
      if (axes == null) {
        for (int i = 0; i < gone.length; i++) {
          gone[i] = shape.length(i) == 1;
        }
      } else {
        for (long axis : axes) {
          int at = shape.axis(Math.toIntExact(axis));
          if (shape.dim(at).isKnown() && shape.length(at) != 1) {
            throw new IllegalArgumentException(
                "axis " + axis + " of " + shape + " is to be taken out, and has not the length 1");
          }
          gone[at] = true;
        }
      }
      List<Dim> dims = new ArrayList<>();
      for (int i = 0; i < gone.length; i++) {
        if (!gone[i]) {
          dims.add(shape.dim(i));
        }
      }
      return List.of(in.type(0).with(Shape.of(dims)));
    }
  }

  /** Inserts axes of length 1: x, axes (of the result) as an int64 vector. */
  record Unsqueeze() implements Movement {
    @Override
    public List<TensorType> infer(Inference in) {
      long[] axes = in.longs(1);
      if (!in.shape(0).ranked() || axes == null) {
        return List.of(in.type(0).with(Shape.unknownRank()));
      }
      int rank = in.shape(0).rank() + axes.length;
      boolean[] inserted = new boolean[rank];
      for (long axis : axes) {
        int at = Math.toIntExact(axis < 0 ? axis + rank : axis);
        if (at < 0 || at >= rank || inserted[at]) {
          throw new IllegalArgumentException(
              "axis " + axis + " is not free in a result of " + rank + " axes");
        }
        inserted[at] = true;
      }
      List<Dim> dims = new ArrayList<>();
      int from = 0;
      for (int i = 0; i < rank; i++) {
        dims.add(inserted[i] ? Dim.of(1) : in.shape(0).dim(from++));
      }
      return List.of(in.type(0).with(Shape.of(dims)));
    }
  }

  /** Joins the axes before {@code axis} into one and those from it on into another. */
  record Flatten(long axis) implements Movement {
    @Override
    public List<TensorType> infer(Inference in) {
      Shape shape = in.shape(0);
      if (!shape.ranked()) {
        return List.of(in.type(0).with(Shape.ofRank(2)));
      }
      int at = Math.toIntExact(axis < 0 ? axis + shape.rank() : axis);
      if (at < 0 || at > shape.rank()) {
        throw new IllegalArgumentException("axis " + axis + " is outside shape " + shape);
      }
      return List.of(
          in.type(0).with(Shape.of(shape.sub(0, at).size(), shape.sub(at, shape.rank()).size())));
    }
  }

  /** Joins tensors along an axis. */
  record Concat(long axis) implements Movement {
    @Override
    public List<TensorType> infer(Inference in) {
      Shape shape = in.shape(0);
      if (!shape.ranked()) {
        return List.of(in.type(0));
      }
      int at = shape.axis((int) axis);
      Dim length = shape.dim(at);
      for (int i = 1; i < in.count(); i++) {
        length = length.plus(in.shape(i).dim(at));
        for (int d = 0; d < shape.rank(); d++) {
          if (d != at && !shape.dim(d).isKnown() && in.shape(i).dim(d).isKnown()) {
            shape = shape.with(d, in.shape(i).dim(d));
          }
        }
      }
      return List.of(in.type(0).with(shape.with(at, length)));
    }
  }

  /** Cuts x along an axis: into the lengths of an int64 input, or into {@code numOutputs} parts. */
  record Split(long axis, @Nullable Long numOutputs) implements Movement {
    @Override
    public List<TensorType> infer(Inference in) {
      long[] lengths = in.longs(1);
      int at = in.shape(0).axis((int) axis);
      List<TensorType> parts = new ArrayList<>();
      if (lengths != null) {
        for (long length : lengths) {
          parts.add(in.type(0).with(in.shape(0).with(at, Dim.of(length))));
        }
        return parts;
      }
      if (in.has(1) && in.shape(1).ranked() && in.shape(1).length(0) >= 0) {
        // The lengths are known at the run only, but how many there are is known before.
        for (long i = 0; i < in.shape(1).length(0); i++) {
          parts.add(in.type(0).with(in.shape(0).with(at, Dim.unknown())));
        }
        return parts;
      }
      if (numOutputs == null) {
        throw new IllegalArgumentException("Split needs lengths or num_outputs");
      }
      Dim whole = in.shape(0).dim(at);
      Dim each = whole.ceilDiv(numOutputs);
      for (long i = 0; i < numOutputs; i++) {
        boolean last = i == numOutputs - 1 && whole.isKnown();
        Dim length = last ? whole.plus(-each.orMinusOne() * (numOutputs - 1)) : each;
        parts.add(in.type(0).with(in.shape(0).with(at, length)));
      }
      return parts;
    }
  }

  /** Cuts a block out of x: x, starts, ends, optional axes, optional steps. */
  record Slice() implements Movement {
    @Override
    public List<TensorType> infer(Inference in) {
      return List.of(in.type(0).with(SliceRule.apply(in)));
    }
  }

  /** Pads x: x, pads (all starts, then all ends), optional value, optional axes. */
  record Pad(String mode) implements Movement {
    @Override
    public List<TensorType> infer(Inference in) {
      Shape shape = in.shape(0);
      long[] pads = in.longs(1);
      if (!shape.ranked()) {
        return List.of(in.type(0));
      }
      if (pads == null || (in.has(3) && in.longs(3) == null)) {
        return List.of(in.type(0).with(Shape.ofRank(shape.rank())));
      }
      long[] axes = in.longs(3);
      int count = pads.length / 2;
      if (axes == null ? count != shape.rank() : count != axes.length) {
        throw new IllegalArgumentException(
            "has " + pads.length + " pads; expected two for each axis of " + shape);
      }
      for (int i = 0; i < count; i++) {
        int axis = axes == null ? i : shape.axis((int) axes[i]);
        shape = shape.with(axis, shape.dim(axis).plus(pads[i] + pads[count + i]));
      }
      return List.of(in.type(0).with(shape));
    }
  }

  /** Repeats x along each axis by the counts in an int64 input. */
  record Tile() implements Movement {
    @Override
    public List<TensorType> infer(Inference in) {
      long[] repeats = in.longs(1);
      Shape shape = in.shape(0);
      if (!shape.ranked() || repeats == null) {
        return List.of(in.type(0).with(shape.ranked() ? Shape.ofRank(shape.rank()) : shape));
      }
      for (int i = 0; i < repeats.length; i++) {
        shape = shape.with(i, shape.dim(i).times(repeats[i]));
      }
      return List.of(in.type(0).with(shape));
    }
  }

  /** Broadcasts x to the shape of an int64 input (both ways, as NumPy does). */
  record Expand() implements Movement {
    /** As many as TensorFlow's tensors have. */
    private static final int MOST_AXES = 253;

    @Override
    public List<TensorType> infer(Inference in) {
      long[] target = in.longs(1);
      if (target == null) {
        long rank = in.shape(1).ranked() ? in.shape(1).length(0) : -1;
        if (rank < 0 || !in.shape(0).ranked()) {
          return List.of(in.type(0).with(Shape.unknownRank()));
        }
        if (rank > MOST_AXES) {
          throw new IllegalArgumentException(
              "a shape of " + rank + " axes; a tensor has at most " + MOST_AXES);
        }
        // A length other than 1 stays; a target of fewer axes than x has keeps the first of them.
        int axes = Math.max((int) rank, in.shape(0).rank());
        return List.of(in.type(0).with(Shape.broadcast(in.shape(0), Shape.ofRank(axes))));
      }
      return List.of(in.type(0).with(Shape.broadcast(in.shape(0), Shape.of(target))));
    }
  }

  /** Reverses the first {@code sequenceLens} elements of every row. */
  record ReverseSequence(long batchAxis, long timeAxis) implements Movement {
    @Override
    public List<TensorType> infer(Inference in) {
      return List.of(in.type(0));
    }
  }

  /** Keeps the upper or lower triangle of the last two axes: x, optional diagonal k. */
  record Trilu(long upper) implements Movement {
    @Override
    public List<TensorType> infer(Inference in) {
      return List.of(in.type(0));
    }
  }
}
