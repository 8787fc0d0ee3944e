package dev.tenon.runtime.tensorflow.ops;

import dev.tenon.ir.op.Variadic;
import dev.tenon.ir.shape.Shape;
import dev.tenon.runtime.tensorflow.emit.MappingTable;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.tensor.Tensor;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Output;

/** How operators on any number of tensors are written. */
final class VariadicMappings {
  private VariadicMappings() {}

  static void register(MappingTable to) {
    to.single(Variadic.Max.class, (o, at) -> fold(at, "Maximum"));
    to.single(Variadic.Min.class, (o, at) -> fold(at, "Minimum"));
    to.single(Variadic.Sum.class, (o, at) -> fold(at, "AddV2"));
    to.single(
        Variadic.Mean.class,
        (o, at) -> {
          Output<?> sum = fold(at, "AddV2");
          return at.tf().binary("RealDiv", sum, at.tf().like(sum, at.node().inputs().size()));
        });
    to.single(Variadic.Where.class, (o, at) -> where(at));
    to.single(Variadic.Clip.class, (o, at) -> clip(at));
  }

  private static Output<?> where(NodeContext at) {
    Tf tf = at.tf();
    if (!choosesRows(at)) {
      return tf.select(at.in(0), at.in(1), at.in(2));
    }
    // Copies rows, and its gradient asks for no shapes.
    long[] others = LongStream.range(1, at.rank(0)).toArray();
    return tf.op("Select").in(tf.squeeze(at.in(0), others), at.in(1), at.in(2)).out();
  }

  /** Says whether whole rows of a tensor or of another of its shape are taken, as by a mask. */
  private static boolean choosesRows(NodeContext at) {
    Shape condition = at.shape(0);
    Shape shape = at.shape(1);
    boolean isRow =
        condition.ranked()
            && condition.rank() > 1
            && shape.ranked()
            && shape.rank() == condition.rank()
            && shape.equals(at.shape(2))
            && shape.dim(0).equals(condition.dim(0))
            && at.dtype(1).isFloating()
            && at.constant(1) == null
            && at.constant(2) == null;
    for (int axis = 1; isRow && axis < condition.rank(); axis++) {
      isRow = condition.dim(axis).isKnown() && condition.length(axis) == 1;
    }
    return isRow;
  }

  private static Output<?> fold(NodeContext at, String type) {
    Output<?> result = at.in(0);
    for (int i = 1; i < at.node().inputs().size(); i++) {
      result = at.tf().binary(type, result, at.in(i));
    }
    return at.node().inputs().size() == 1 ? at.tf().unary("Identity", result) : result;
  }

  private static Output<?> clip(NodeContext at) {
    Tf tf = at.tf();
    if (at.dtype(0).isFloating() && is(at.constant(1), 0)) {
      if (is(at.constant(2), 6)) {
        return tf.unary("Relu6", at.in(0));
      }
      if (!at.has(2)) {
        return tf.unary("Relu", at.in(0));
      }
    }
    if (at.has(1) && at.has(2) && isOrdered(at)) {
      return tf.op("ClipByValue").in(at.in(0), bound(at, 1), bound(at, 2)).out();
    }
    Output<?> x = at.has(1) ? tf.binary("Maximum", at.in(0), bound(at, 1)) : at.in(0);
    return at.has(2)
        ? tf.binary("Minimum", x, bound(at, 2))
        : at.has(1) ? x : tf.unary("Identity", x);
  }

  /** TensorFlow and ONNX disagree on bounds that cross. */
  private static boolean isOrdered(NodeContext at) {
    Tensor low = at.constant(1);
    Tensor high = at.constant(2);
    return low != null && high != null && low.getDouble(0) <= high.getDouble(0);
  }

  /** Old models give bounds as vectors of one element. */
  private static Output<?> bound(NodeContext at, int index) {
    boolean scalar = at.shape(index).ranked() && at.ranked(index).rank() == 0;
    return scalar ? at.in(index) : at.tf().reshape(at.in(index), new long[0]);
  }

  private static boolean is(@Nullable Tensor constant, double value) {
    return constant != null && constant.size() == 1 && constant.getDouble(0) == value;
  }
}
