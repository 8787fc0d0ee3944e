package dev.tenon.runtime.tensorflow.ops.image;

import dev.tenon.ir.op.Vision;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.graph.GraphFunctions;
import dev.tenon.runtime.tensorflow.graph.Tf;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;

/**
 * NonMaxSuppression as a loop over all samples and classes: TensorFlow's operation takes the boxes
 * of one. Each turn collects as many positions as can be chosen, -1 after those that are.
 */
final class BoxSelection {
  private static final int BOXES = 2;
  private static final int SCORES = 3;
  private static final int CLASSES = 4;
  private static final int MOST = 5;
  private static final int OVERLAP = 6;
  private static final int LEAST = 7;
  private static final int FOUND = 8;

  private final Vision.NonMaxSuppression operator;
  private final NodeContext at;
  private final Tf tf;

  BoxSelection(Vision.NonMaxSuppression operator, NodeContext at) {
    this.operator = operator;
    this.at = at;
    this.tf = at.tf();
  }

  Output<?> emit() {
    Output<?> boxes = operator.centerPointBox() == 1 ? corners(at.in(0)) : at.in(0);
    Output<?> count = tf.length(boxes, 1);
    Output<?> batch = tf.length(at.in(1), 0);
    Output<?> classes = tf.length(at.in(1), 1);
    Output<?> rows = tf.mul(batch, classes);
    Output<?> scores = tf.reshape(at.in(1), tf.pack(List.of(rows, count), 0));
    Output<?> most = tf.cast(scalar(2, DataType.DT_INT64, 0), DataType.DT_INT64);
    most = tf.binary("Maximum", tf.binary("Minimum", most, count), tf.scalar(0));
    most = tf.cast(most, DataType.DT_INT32);
    Output<?> shape = tf.pack(List.of(most), 0);
    List<Output<?>> carried = new ArrayList<>();
    carried.add(tf.scalar(0));
    carried.add(rows);
    carried.add(boxes);
    carried.add(scores);
    carried.add(classes);
    carried.add(most);
    carried.add(scalar(3, scores.dataType(), 0));
    carried.add(scalar(4, scores.dataType(), Double.NEGATIVE_INFINITY));
    carried.add(
        tf.op("EmptyTensorList")
            .in(shape, tf.scalar(DataType.DT_INT32, -1))
            .attr("element_dtype", DataType.DT_INT64)
            .out());
    DataType[] types = carried.stream().map(Output::dataType).toArray(DataType[]::new);
    Output<?> list =
        tf.op("StatelessWhile")
            .list(carried)
            .attr("T", types)
            .attr("cond", more(types))
            .attr("body", turn(types))
            .outs(carried.size())
            .get(FOUND);
    Output<?> chosen =
        tf.op("TensorListStack").in(list, shape).attr("element_dtype", DataType.DT_INT64).out();
    return named(chosen, classes);
  }

  /** Turns (rows, positions) into a line of sample, class and position for each one chosen. */
  private Output<?> named(Output<?> chosen, Output<?> classes) {
    Output<?> places = tf.unary("Where", tf.binary("GreaterEqual", chosen, tf.scalar(0)));
    Output<?> row = tf.gather(places, tf.longs(0), 1);
    Output<?> box = tf.expandDims(tf.binary("GatherNd", chosen, places), 1);
    return tf.concat(
        1, List.of(tf.binary("FloorDiv", row, classes), tf.binary("FloorMod", row, classes), box));
  }

  private Output<?> scalar(int input, DataType type, double otherwise) {
    return at.has(input)
        ? tf.cast(tf.reshape(at.in(input), new long[0]), type)
        : tf.scalar(type, otherwise);
  }

  /** Turns centre and size into two corners. */
  private Output<?> corners(Output<?> boxes) {
    Output<?> centre = tf.gather(boxes, tf.longs(0, 1), 2);
    Output<?> half = tf.mul(tf.gather(boxes, tf.longs(2, 3), 2), 0.5);
    return tf.concat(2, List.of(tf.sub(centre, half), tf.add(centre, half)));
  }

  private static List<Output<?>> inputs(Tf inner, DataType[] types) {
    List<Output<?>> inputs = new ArrayList<>();
    for (DataType type : types) {
      inputs.add(inner.placeholder(type, Shape.unknown()));
    }
    return inputs;
  }

  private AttrValue more(DataType[] types) {
    try (org.tensorflow.Graph graph = new org.tensorflow.Graph()) {
      Tf inner = new Tf(graph);
      List<Output<?>> inputs = inputs(inner, types);
      Output<?> more = inner.binary("Less", inputs.get(0), inputs.get(1));
      return GraphFunctions.define(tf, inner, "more", inputs, List.of(more));
    }
  }

  private AttrValue turn(DataType[] types) {
    try (org.tensorflow.Graph graph = new org.tensorflow.Graph()) {
      Tf inner = new Tf(graph);
      List<Output<?>> inputs = inputs(inner, types);
      Output<?> row = inputs.get(0);
      Output<?> sample = inner.binary("FloorDiv", row, inputs.get(CLASSES));
      List<Output<?>> found =
          inner
              .op("NonMaxSuppressionV4")
              .in(
                  inner.gather(inputs.get(BOXES), sample, 0),
                  inner.gather(inputs.get(SCORES), row, 0),
                  inputs.get(MOST),
                  inputs.get(OVERLAP),
                  inputs.get(LEAST))
              .attr("pad_to_max_output_size", true)
              .outs(2);
      Output<?> all = inner.range(inner.cast(inputs.get(MOST), DataType.DT_INT64));
      Output<?> valid = inner.binary("Less", all, inner.cast(found.get(1), DataType.DT_INT64));
      Output<?> positions =
          inner.select(valid, inner.cast(found.get(0), DataType.DT_INT64), inner.scalar(-1));
      List<Output<?>> results = new ArrayList<>();
      results.add(inner.add(row, inner.scalar(1)));
      for (int i = 1; i < FOUND; i++) {
        results.add(inner.unary("Identity", inputs.get(i)));
      }
      results.add(
          inner
              .op("TensorListPushBack")
              .in(inputs.get(FOUND), positions)
              .attr("element_dtype", DataType.DT_INT64)
              .out());
      return GraphFunctions.define(tf, inner, "turn", inputs, results);
    }
  }
}
