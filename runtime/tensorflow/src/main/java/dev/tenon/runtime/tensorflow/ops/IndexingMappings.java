package dev.tenon.runtime.tensorflow.ops;

import dev.tenon.ir.op.Indexing;
import dev.tenon.runtime.tensorflow.emit.MappingTable;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.graph.Axes;
import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.runtime.tensorflow.types.TensorFlowTypes;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/** How operators that read or write at given positions are written. */
final class IndexingMappings {
  private IndexingMappings() {}

  static void register(MappingTable to) {
    to.single(Indexing.Gather.class, IndexingMappings::gather);
    to.single(Indexing.GatherElements.class, Positions::gatherElements);
    to.single(Indexing.GatherND.class, Positions::gatherNd);
    to.single(Indexing.ScatterElements.class, Positions::scatterElements);
    to.single(Indexing.ScatterND.class, Positions::scatterNd);
    to.single(Indexing.OneHot.class, IndexingMappings::oneHot);
    to.many(Indexing.Unique.class, UniqueEntries::emit);
    to.many(Indexing.TopK.class, IndexingMappings::topK);
    to.single(
        Indexing.NonZero.class,
        (o, at) -> {
          Tf tf = at.tf();
          // There is a kernel for few types, for booleans among them.
          Output<?> x = at.in(0);
          Output<?> set =
              x.dataType() == DataType.DT_BOOL ? x : tf.binary("NotEqual", x, tf.like(x, 0));
          return tf.binary("Transpose", tf.unary("Where", set), tf.ints(1, 0));
        });
  }

  /** Counts negative positions from the end. */
  static Output<?> fromFront(Tf tf, Output<?> positions, Output<?> length) {
    Output<?> size = tf.cast(length, positions.dataType());
    return tf.select(
        tf.binary("Less", positions, tf.like(positions, 0)), tf.add(positions, size), positions);
  }

  private static Output<?> gather(Indexing.Gather o, NodeContext at) {
    Tf tf = at.tf();
    int axis = at.axis(0, o.axis());
    long[] known = at.longs(1);
    boolean front = known != null && Arrays.stream(known).allMatch(p -> p >= 0);
    front |= at.dtype(1).isUnsigned();
    Output<?> positions = at.in(1);
    if (at.dtype(1) != DType.INT32 && at.dtype(1) != DType.INT64) {
      positions = tf.cast(positions, DataType.DT_INT64);
    }
    if (!front) {
      long length = at.ranked(0).length(axis);
      positions =
          fromFront(tf, positions, length >= 0 ? tf.scalar(length) : tf.length(at.in(0), axis));
    }
    Output<?> rows = axis == 0 ? at.emitter().rows(at.node().input(0), positions) : null;
    return rows == null ? tf.gather(at.in(0), positions, axis) : rows;
  }

  private static Output<?> oneHot(Indexing.OneHot o, NodeContext at) {
    Tf tf = at.tf();
    Output<?> depth = tf.cast(tf.reshape(at.in(1), new long[0]), DataType.DT_INT32);
    Output<?> positions = fromFront(tf, tf.cast(at.in(0), DataType.DT_INT64), depth);
    Output<?> values = at.in(2);
    int axis = Math.toIntExact(o.axis());
    int last = at.rank(0);
    return tf.op("OneHot")
        .in(positions, depth, tf.element(values, 1), tf.element(values, 0))
        .attr("axis", axis < 0 ? (axis == -1 ? -1 : axis + last + 1) : axis)
        .out();
  }

  /** Reads the elements that TopK found: unlike TopK itself, this has a gradient. */
  private static Output<?> picked(Tf tf, Output<?> x, Output<?> positions, int rank) {
    Output<?> shape = tf.shape(positions);
    Output<?> length = tf.length(x, rank - 1);
    Output<?> found =
        tf.reshape(
            tf.cast(positions, DataType.DT_INT64),
            tf.pack(List.of(tf.scalar(-1), tf.element(shape, rank - 1)), 0));
    Output<?> rows = tf.expandDims(tf.mul(tf.range(tf.length(found, 0)), length), 1);
    Output<?> flat = tf.gather(tf.reshape(x, -1), tf.add(found, rows), 0);
    return tf.reshape(flat, shape);
  }

  private static List<Output<?>> topK(Indexing.TopK o, NodeContext at) {
    Tf tf = at.tf();
    int rank = at.rank(0);
    int[] perm = Axes.swap(rank, at.axis(0, o.axis()), rank - 1);
    Output<?> x = tf.transpose(at.in(0), perm);
    DataType type = x.dataType();
    if (o.largest() == 0) {
      // The smallest are the largest of the negatives, in a type where none overflows.
      boolean floating = TensorFlowTypes.isFloating(type);
      x = tf.unary("Neg", floating ? x : tf.cast(x, DataType.DT_INT64));
    }
    Output<?> k = tf.cast(tf.reshape(at.in(1), new long[0]), DataType.DT_INT32);
    Output<?> sorted = at.training() ? tf.unary("StopGradient", x) : x;
    List<Output<?>> found = tf.op("TopKV2").in(sorted, k).attr("sorted", o.sorted() == 1).outs(2);
    Output<?> values = found.get(0);
    if (at.training() && TensorFlowTypes.isFloating(type)) {
      values = picked(tf, x, found.get(1), rank);
    }
    if (o.largest() == 0) {
      values = tf.cast(tf.unary("Neg", values), type);
    }
    List<Output<?>> results = new ArrayList<>();
    results.add(tf.transpose(values, perm));
    results.add(tf.cast(tf.transpose(found.get(1), perm), DataType.DT_INT64));
    return results;
  }
}
