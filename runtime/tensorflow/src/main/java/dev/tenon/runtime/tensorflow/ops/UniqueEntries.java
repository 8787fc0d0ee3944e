package dev.tenon.runtime.tensorflow.ops;

import dev.tenon.ir.op.Indexing;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.graph.Axes;
import dev.tenon.runtime.tensorflow.graph.Tf;
import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/**
 * Unique: TensorFlow finds the different entries in the order of their first occurrence; they are
 * sorted here. Entries of an axis are compared each with each, in memory of the square of their
 * number.
 */
final class UniqueEntries {
  private UniqueEntries() {}

  static List<Output<?>> emit(Indexing.Unique o, NodeContext at) {
    Tf tf = at.tf();
    Long axis = o.axis();
    boolean flat = axis == null;
    if (o.sorted() == 1 && at.in(0).dataType() == DataType.DT_STRING) {
      throw at.refuse("TensorFlow does not order strings; with sorted=0 it runs");
    }
    int[] perm = axis == null ? new int[0] : Axes.swap(at.rank(0), at.axis(0, axis), 0);
    Output<?> entries = flat ? tf.reshape(at.in(0), -1) : tf.transpose(at.in(0), perm);
    List<Output<?>> found =
        tf.op("UniqueWithCountsV2")
            .in(entries, flat ? tf.longs() : tf.longs(0))
            .attr("out_idx", DataType.DT_INT64)
            .outs(3);
    Output<?> different = found.get(0);
    Output<?> inverse = found.get(1);
    Output<?> counts = found.get(2);
    Output<?> count = tf.length(different, 0);
    Output<?> first =
        tf.op("UnsortedSegmentMin").in(tf.range(tf.length(inverse, 0)), inverse, count).out();
    if (o.sorted() == 1) {
      // The place of each entry in the ascending order, and for each place its entry.
      Output<?> places =
          flat ? tf.unary("InvertPermutation", ascending(tf, different)) : places(tf, different);
      Output<?> order = tf.unary("InvertPermutation", places);
      different = tf.gather(different, order, 0);
      first = tf.gather(first, order, 0);
      counts = tf.gather(counts, order, 0);
      inverse = tf.gather(places, inverse, 0);
    }
    return List.of(flat ? different : tf.transpose(different, perm), first, inverse, counts);
  }

  private static Output<?> ascending(Tf tf, Output<?> values) {
    Output<?> comparable =
        values.dataType() == DataType.DT_BOOL ? tf.cast(values, DataType.DT_INT32) : values;
    Output<?> count = tf.cast(tf.length(values, 0), DataType.DT_INT32);
    Output<?> descending = tf.op("TopKV2").in(comparable, count).outs(2).get(1);
    Output<?> ascending = tf.op("ReverseV2").in(descending, tf.longs(0)).out();
    return tf.cast(ascending, DataType.DT_INT64);
  }

  /** Counts for each entry how many lie before it, where the first element that differs decides. */
  private static Output<?> places(Tf tf, Output<?> entries) {
    Output<?> numbers =
        entries.dataType() == DataType.DT_BOOL ? tf.cast(entries, DataType.DT_INT32) : entries;
    Output<?> rows = tf.reshape(numbers, tf.pack(List.of(tf.length(entries, 0), tf.scalar(-1)), 0));
    Output<?> left = tf.expandDims(rows, 1);
    Output<?> right = tf.expandDims(rows, 0);
    Output<?> differs = tf.cast(tf.binary("NotEqual", left, right), DataType.DT_INT32);
    Output<?> decides = tf.op("ArgMax").in(differs, tf.scalar(DataType.DT_INT32, 2)).out();
    Output<?> before =
        tf.op("GatherV2")
            .in(tf.binary("Less", left, right), tf.expandDims(decides, 2), tf.scalar(2))
            .attr("batch_dims", 2)
            .out();
    return tf.reduce("Sum", tf.cast(before, DataType.DT_INT64), false, 0, 2);
  }
}
