package dev.tenon.layers.preprocessing;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.op.Text;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;

/**
 * Cuts texts at white space, as TensorFlow does.
 *
 * <p>ONNX's StringSplit without a delimiter means the same, but ONNX Runtime 1.29 then cuts at
 * blanks only: here texts are cut at each of the six characters in turn, and empty words taken out.
 */
record BlankSplit(Ops ops, Value texts) {
  /** Those that cut a text into few parts first, as the parts are filled up to one length. */
  private static final List<String> SPACES = List.of("\n", "\r", "\f", "\u000b", "\t", " ");

  /** Returns the words along a new last axis, filled up with empty strings, and their numbers. */
  static List<Value> of(Ops ops, Value texts) {
    return new BlankSplit(ops, texts).split();
  }

  private List<Value> split() {
    int axis = texts.rank();
    Value parts = ops.unsqueeze(texts, axis);
    for (String space : SPACES) {
      Value more = ops.apply(new Text.StringSplit(space, null), parts);
      parts = ops.applyAs(words(), new Movement.Reshape(0), more, with(ops.longs(-1)));
    }
    Value full = ops.not(ops.equal(parts, empty()));
    Value each = ops.cast(full, DType.INT64);
    Value counts = ops.reduceSum(each, false, axis);
    Value flat = ops.apply(new Movement.Reshape(0), counts, ops.longs(-1));
    Value most = ops.reduceMax(ops.concat(0, List.of(flat, ops.longs(0))), true, 0);
    Value place =
        ops.sub(ops.apply(new Reduction.CumSum(0, 0), each, ops.scalar(DType.INT64, axis)), 1);
    // Empty words all go to one place behind the others.
    Value to = ops.where(full, place, most);
    Value room = ops.applyAs(words(), new Movement.Expand(), empty(), with(ops.add(most, 1)));
    Value moved = ops.apply(new Indexing.ScatterElements(axis, "none"), room, to, parts);
    Value kept =
        ops.applyAs(
            words(),
            new Movement.Slice(),
            moved,
            ops.longs(0),
            most,
            ops.longs(axis),
            ops.longs(1));
    return List.of(kept, counts);
  }

  private Shape words() {
    return texts.shape().concat(Shape.of(Dim.unknown()));
  }

  private Value with(Value length) {
    return ops.concat(0, List.of(ops.shape(texts), length));
  }

  private Value empty() {
    return ops.constant(Tensor.ofStrings(new String[] {""}, 1));
  }
}
