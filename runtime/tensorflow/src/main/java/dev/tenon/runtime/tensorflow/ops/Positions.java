package dev.tenon.runtime.tensorflow.ops;

import dev.tenon.ir.op.Indexing;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.emit.WrittenPositions;
import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/** Reading and writing single elements or blocks at positions in several dimensions. */
public final class Positions {
  private Positions() {}

  /** Returns, for each axis, how many elements one step along it skips, as an int64 vector. */
  private static Output<?> strides(Tf tf, Output<?> shape) {
    return tf.op("Cumprod")
        .in(shape, tf.scalar(DataType.DT_INT32, 0))
        .attr("exclusive", true)
        .attr("reverse", true)
        .out();
  }

  /** Returns the position in the flattened x of each element that the positions mean. */
  private static Output<?> flat(NodeContext at, long axisAttribute) {
    Tf tf = at.tf();
    int rank = at.rank(0);
    int axis = at.axis(0, axisAttribute);
    Output<?> shape = tf.shape(at.in(0));
    Output<?> strides = strides(tf, shape);
    Output<?> positions =
        IndexingMappings.fromFront(
            tf, tf.cast(at.in(1), DataType.DT_INT64), tf.element(shape, axis));
    Output<?> wanted = tf.shape(positions);
    Output<?> flat = tf.mul(positions, tf.element(strides, axis));
    for (int i = 0; i < rank; i++) {
      if (i == axis) {
        continue;
      }
      Output<?> steps = tf.mul(tf.range(tf.element(wanted, i)), tf.element(strides, i));
      long[] along = new long[rank];
      Arrays.fill(along, 1);
      along[i] = -1;
      flat = tf.add(flat, tf.reshape(steps, along));
    }
    return flat;
  }

  static Output<?> gatherElements(Indexing.GatherElements o, NodeContext at) {
    Tf tf = at.tf();
    return tf.gather(tf.reshape(at.in(0), -1), flat(at, o.axis()), 0);
  }

  static Output<?> scatterElements(Indexing.ScatterElements o, NodeContext at) {
    Tf tf = at.tf();
    Output<?> rows = tf.reshape(flat(at, o.axis()), -1, 1);
    Output<?> flat = tf.reshape(at.in(0), -1);
    Output<?> updates = tf.reshape(at.in(2), -1);
    Output<?> result = scatter(at, o.reduction(), flat, rows, updates);
    return tf.reshape(result, tf.shape(at.in(0)));
  }

  private static Output<?> scatter(
      NodeContext at, String reduction, Output<?> x, Output<?> rows, Output<?> updates) {
    Tf tf = at.tf();
    String type =
        switch (reduction) {
          case "none" -> "TensorScatterUpdate";
          case "add" -> "TensorScatterAdd";
          case "max" -> "TensorScatterMax";
          case "min" -> "TensorScatterMin";
          case "mul" -> "UnsortedSegmentProd";
          default -> throw at.refuse("reduction '" + reduction + "' is none of ONNX's");
        };
    boolean numbers = at.dtype(0) != DType.STRING;
    if (at.training() && numbers && (reduction.equals("none") || reduction.equals("add"))) {
      // TensorFlow has a gradient of writing to zeros only.
      Output<?> shape = tf.shape(x);
      Output<?> written = tf.op("ScatterNd").in(rows, updates, shape).out();
      if (reduction.equals("add")) {
        return tf.add(x, written);
      }
      Output<?> marks = tf.op("ScatterNd").in(rows, tf.unary("OnesLike", updates), shape).out();
      return tf.select(tf.binary("Greater", marks, tf.like(x, 0)), written, x);
    }
    boolean learning = at.training() && at.dtype(0).isFloating();
    if (!reduction.equals("mul")) {
      return learning
          ? WrittenPositions.extreme(tf, type, x, rows, updates)
          : tf.op(type).in(x, rows, updates).out();
    }
    // What is written to one place is multiplied first; places without a write get 1.
    Output<?> places = tf.squeeze(rows, -1);
    if (learning) {
      at.refuseTwice();
    }
    return learning
        ? WrittenPositions.product(tf, x, places, updates)
        : tf.mul(x, tf.op(type).in(updates, places, tf.length(x, 0)).out());
  }

  /** Counts negative positions from the end, the lengths being those of the leading axes. */
  private static Output<?> fromFront(NodeContext at, int batchDims) {
    Tf tf = at.tf();
    Output<?> positions = tf.cast(at.in(1), DataType.DT_INT64);
    Output<?> depth = tf.length(positions, at.rank(1) - 1);
    Output<?> lengths =
        tf.op("Slice").in(tf.shape(at.in(0)), tf.longs(batchDims), tf.reshape(depth, 1)).out();
    return tf.select(
        tf.binary("Less", positions, tf.scalar(0)), tf.add(positions, lengths), positions);
  }

  static Output<?> gatherNd(Indexing.GatherND o, NodeContext at) {
    Tf tf = at.tf();
    int batch = Math.toIntExact(o.batchDims());
    if (batch == 0) {
      return tf.binary("GatherNd", at.in(0), fromFront(at, batch));
    }
    int rank = at.rank(1);
    if (batch >= Math.min(at.rank(0), rank)) {
      throw at.refuse("batch_dims is " + batch + "; its operands have no axis beyond them");
    }
    Output<?> positions = fromFront(at, batch);
    // TensorFlow's operation knows no batch: its positions are put before the others.
    Output<?> shape = tf.shape(positions);
    Output<?> single = tf.concat(0, List.of(tf.part(shape, 0, rank - 1), tf.longs(1)));
    List<Output<?>> columns = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      long[] along = new long[rank];
      Arrays.fill(along, 1);
      along[i] = -1;
      Output<?> count = tf.reshape(tf.range(tf.element(shape, i)), along);
      columns.add(tf.binary("BroadcastTo", count, single));
    }
    columns.add(positions);
    return tf.binary("GatherNd", at.in(0), tf.concat(rank - 1, columns));
  }

  static Output<?> scatterNd(Indexing.ScatterND o, NodeContext at) {
    Tf tf = at.tf();
    Output<?> x = at.in(0);
    Output<?> positions = fromFront(at, 0);
    if (!o.reduction().equals("mul")) {
      return scatter(at, o.reduction(), x, positions, at.in(2));
    }
    long known = at.ranked(1).length(-1);
    if (known < 0) {
      throw at.refuse("positions of a depth that is not known");
    }
    int depth = Math.toIntExact(known);
    Output<?> shape = tf.shape(x);
    Output<?> leading = tf.part(shape, 0, depth);
    Output<?> rows =
        tf.reduce("Sum", tf.mul(positions, strides(tf, leading)), false, at.rank(1) - 1);
    Output<?> places = tf.product(leading);
    Output<?> block = tf.product(tf.part(shape, depth, at.rank(0)));
    Output<?> blocks = tf.reshape(x, tf.pack(List.of(places, block), 0));
    Output<?> updates = tf.reshape(at.in(2), tf.pack(List.of(tf.scalar(-1), block), 0));
    return tf.reshape(scatter(at, "mul", blocks, tf.reshape(rows, -1, 1), updates), shape);
  }
}
