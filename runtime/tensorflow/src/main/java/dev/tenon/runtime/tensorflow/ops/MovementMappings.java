package dev.tenon.runtime.tensorflow.ops;

import dev.tenon.ir.op.Movement;
import dev.tenon.ir.shape.Shape;
import dev.tenon.runtime.tensorflow.emit.MappingTable;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.graph.Tf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/** How operators that only move elements are written. */
final class MovementMappings {
  private MovementMappings() {}

  static void register(MappingTable to) {
    to.single(Movement.Reshape.class, MovementMappings::reshape);
    to.single(
        Movement.Transpose.class,
        (o, at) -> {
          int[] perm = o.perm().stream().mapToInt(Math::toIntExact).toArray();
          return at.tf().binary("Transpose", at.in(0), at.tf().ints(perm));
        });
    to.single(Movement.Squeeze.class, (o, at) -> squeeze(at));
    to.single(Movement.Unsqueeze.class, (o, at) -> unsqueeze(at));
    to.single(Movement.Flatten.class, MovementMappings::flatten);
    to.single(Movement.Concat.class, MovementMappings::concat);
    to.many(Movement.Split.class, MovementMappings::split);
    to.single(Movement.Slice.class, (o, at) -> SliceMapping.emit(at));
    to.single(Movement.Pad.class, PadMapping::emit);
    to.single(Movement.Tile.class, (o, at) -> at.tf().binary("Tile", at.in(0), at.in(1)));
    to.single(Movement.Expand.class, (o, at) -> expand(at));
    to.single(
        Movement.ReverseSequence.class,
        (o, at) ->
            at.tf()
                .op("ReverseSequence")
                .in(at.in(0), at.in(1))
                .attr("seq_dim", o.timeAxis())
                .attr("batch_dim", o.batchAxis())
                .out());
    to.single(Movement.Trilu.class, MovementMappings::trilu);
  }

  private static Output<?> reshape(Movement.Reshape o, NodeContext at) {
    Tf tf = at.tf();
    Output<?> x = at.in(0);
    long[] target = at.longs(1);
    if (target == null) {
      return tf.reshape(x, o.allowzero() == 1 ? at.in(1) : copied(tf, x, at.in(1)));
    }
    if (o.allowzero() == 1 || Arrays.stream(target).noneMatch(length -> length == 0)) {
      return tf.reshape(x, target);
    }
    boolean open = Arrays.stream(target).anyMatch(length -> length == -1);
    Shape from = at.shape(0);
    List<Output<?>> lengths = new ArrayList<>();
    for (int i = 0; i < target.length; i++) {
      if (target[i] != 0) {
        lengths.add(tf.scalar(target[i]));
      } else if (from.ranked() && from.dim(i).isKnown()) {
        lengths.add(tf.scalar(from.length(i)));
      } else if (!open) {
        // One unknown length is as well what is left.
        open = true;
        lengths.add(tf.scalar(-1));
      } else {
        lengths.add(tf.length(x, i));
      }
    }
    return tf.reshape(x, lengths.isEmpty() ? tf.longs() : tf.pack(lengths, 0));
  }

  /** Replaces each 0 of a target that is only known in the run by the length at its place. */
  private static Output<?> copied(Tf tf, Output<?> x, Output<?> target) {
    Output<?> wide = tf.concat(0, List.of(tf.shape(x), tf.unary("ZerosLike", target)));
    Output<?> size = tf.shape(target);
    Output<?> lengths = tf.op("Slice").in(wide, tf.longs(0), size).out();
    return tf.select(tf.binary("Equal", target, tf.scalar(0)), lengths, target);
  }

  private static Output<?> squeeze(NodeContext at) {
    long[] axes = at.longs(1);
    if (at.has(1) && axes == null) {
      throw at.refuse("axes that are only known in the run");
    }
    return at.tf().squeeze(at.in(0), axes == null ? new long[0] : axes);
  }

  private static Output<?> unsqueeze(NodeContext at) {
    long[] axes = at.longs(1);
    if (axes == null) {
      throw at.refuse("axes that are only known in the run");
    }
    Output<?> result = at.in(0);
    if (Arrays.stream(axes).allMatch(a -> a < 0)) {
      // Counted from the end, they need no number of axes: the last one comes first.
      long[] backwards = Arrays.stream(axes).map(a -> -a).sorted().toArray();
      for (long axis : backwards) {
        result = at.tf().expandDims(result, Math.toIntExact(-axis));
      }
      return result;
    }
    int rank = Arrays.stream(axes).anyMatch(a -> a < 0) ? at.rank(0) + axes.length : 0;
    int[] sorted =
        Arrays.stream(axes).mapToInt(a -> Math.toIntExact(a < 0 ? a + rank : a)).sorted().toArray();
    for (int axis : sorted) {
      result = at.tf().expandDims(result, axis);
    }
    return result;
  }

  private static Output<?> flatten(Movement.Flatten o, NodeContext at) {
    Tf tf = at.tf();
    Output<?> x = at.in(0);
    int axis = o.axis() < 0 ? at.axis(0, o.axis()) : Math.toIntExact(o.axis());
    if (axis == 0) {
      return tf.reshape(x, 1, -1);
    }
    Shape shape = at.shape(0);
    if (shape.ranked() && shape.sub(axis, shape.rank()).isKnown()) {
      return tf.reshape(x, -1, shape.sub(axis, shape.rank()).size().orMinusOne());
    }
    Output<?> rows = tf.product(tf.part(tf.shape(x), 0, axis));
    return tf.reshape(x, tf.pack(List.of(rows, tf.scalar(-1)), 0));
  }

  private static Output<?> concat(Movement.Concat o, NodeContext at) {
    List<Output<?>> parts = new ArrayList<>();
    for (int i = 0; i < at.node().inputs().size(); i++) {
      parts.add(at.in(i));
    }
    return parts.size() == 1
        ? at.tf().unary("Identity", parts.get(0))
        : at.tf().concat(Math.toIntExact(o.axis()), parts);
  }

  private static List<Output<?>> split(Movement.Split o, NodeContext at) {
    Tf tf = at.tf();
    int axis = Math.toIntExact(o.axis());
    int count = at.outputs();
    Output<?> lengths;
    long[] known = at.longs(1);
    if (known != null) {
      lengths = tf.longs(known);
    } else if (at.has(1)) {
      lengths = at.in(1);
    } else {
      long whole = at.shape(0).ranked() ? at.shape(0).length(axis) : -1;
      if (whole >= 0) {
        lengths = tf.longs(equal(whole, count));
      } else {
        Output<?> length = tf.length(at.in(0), at.axis(0, axis));
        Output<?> raised = tf.add(length, tf.scalar(count - 1L));
        Output<?> each = tf.binary("FloorDiv", raised, tf.scalar(count));
        Output<?> last = tf.sub(length, tf.mul(each, tf.scalar(count - 1L)));
        List<Output<?>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          all.add(i == count - 1 ? last : each);
        }
        lengths = tf.pack(all, 0);
      }
    }
    return tf.op("SplitV")
        .in(at.in(0), lengths, tf.scalar(DataType.DT_INT32, axis))
        .attr("num_split", count)
        .outs(count);
  }

  private static long[] equal(long whole, int count) {
    long[] lengths = new long[count];
    long each = Math.floorDiv(whole + count - 1, count);
    Arrays.fill(lengths, each);
    lengths[count - 1] = whole - each * (count - 1);
    return lengths;
  }

  private static Output<?> expand(NodeContext at) {
    Tf tf = at.tf();
    Output<?> x = at.in(0);
    Output<?> shape =
        at.outputShape().isKnown()
            ? tf.longs(at.outputShape().toLongs())
            : tf.binary("BroadcastArgs", tf.shape(x), at.in(1));
    return tf.binary("BroadcastTo", x, shape);
  }

  private static Output<?> trilu(Movement.Trilu o, NodeContext at) {
    Tf tf = at.tf();
    Output<?> x = at.in(0);
    int rank = at.rank(0);
    Output<?> shape = tf.shape(x);
    Output<?> rows = tf.expandDims(tf.range(tf.element(shape, rank - 2)), 1);
    Output<?> columns = tf.expandDims(tf.range(tf.element(shape, rank - 1)), 0);
    Output<?> k = at.has(1) ? tf.reshape(at.in(1), new long[0]) : tf.scalar(0);
    Output<?> kept =
        tf.binary(o.upper() == 1 ? "GreaterEqual" : "LessEqual", tf.sub(columns, rows), k);
    return tf.select(kept, x, tf.unary("ZerosLike", x));
  }
}
