package dev.tenon.runtime.tensorflow.ops;

import dev.tenon.ir.op.Binary;
import dev.tenon.ir.shape.Shape;
import dev.tenon.runtime.tensorflow.emit.MappingTable;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.gradient.SurrogateGradients;
import dev.tenon.runtime.tensorflow.graph.Tf;
import java.util.List;
import org.tensorflow.GraphOperation;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/** How operators on two tensors are written. */
final class BinaryMappings {
  private BinaryMappings() {}

  static void register(MappingTable to) {
    to.single(Binary.Add.class, (o, at) -> add(at));
    to.same(Binary.Sub.class, "Sub", 2);
    to.same(Binary.Mul.class, "Mul", 2);
    to.single(
        Binary.Div.class,
        (o, at) ->
            at.tf()
                .binary(at.dtype(0).isFloating() ? "RealDiv" : "TruncateDiv", at.in(0), at.in(1)));
    to.single(Binary.Pow.class, (o, at) -> pow(at));
    to.single(Binary.Mod.class, BinaryMappings::mod);
    to.single(
        Binary.BitShift.class,
        (o, at) ->
            at.tf()
                .binary(
                    o.direction().equals("LEFT") ? "LeftShift" : "RightShift", at.in(0), at.in(1)));
    to.same(Binary.BitwiseAnd.class, "BitwiseAnd", 2);
    to.same(Binary.BitwiseOr.class, "BitwiseOr", 2);
    to.same(Binary.BitwiseXor.class, "BitwiseXor", 2);
    to.single(Binary.PRelu.class, (o, at) -> prelu(at));
    to.same(Binary.And.class, "LogicalAnd", 2);
    to.same(Binary.Or.class, "LogicalOr", 2);
    to.same(Binary.Xor.class, "NotEqual", 2);
    to.same(Binary.Equal.class, "Equal", 2);
    to.same(Binary.Greater.class, "Greater", 2);
    to.same(Binary.GreaterOrEqual.class, "GreaterEqual", 2);
    to.same(Binary.Less.class, "Less", 2);
    to.same(Binary.LessOrEqual.class, "LessEqual", 2);
  }

  /** A vector as long as the last axis is a bias: that is what TensorFlow fuses. */
  private static Output<?> add(NodeContext at) {
    Tf tf = at.tf();
    if (isBias(at, 0, 1)) {
      return biasAdd(tf, at.in(0), at.in(1));
    }
    if (isBias(at, 1, 0)) {
      return biasAdd(tf, at.in(1), at.in(0));
    }
    // The gradient of AddV2 asks for the shapes in each run, that of AddN does not.
    return at.training() && at.dtype(0).isFloating() && sameShape(at.shape(0), at.shape(1))
        ? tf.op("AddN").list(List.of(at.in(0), at.in(1))).attr("N", 2).out()
        : tf.add(at.in(0), at.in(1));
  }

  /** A product of rows takes its bias before it gets its axes back: the two are one kernel then. */
  private static Output<?> biasAdd(Tf tf, Output<?> x, Output<?> bias) {
    if (x.op() instanceof GraphOperation reshape && reshape.type().equals("Reshape")) {
      Output<?> rows = reshape.input(0);
      if (rows.op().type().equals("MatMul") && rows.shape().get(1) == bias.shape().get(0)) {
        return tf.binary("Reshape", tf.binary("BiasAdd", rows, bias), reshape.input(1));
      }
    }
    return tf.binary("BiasAdd", x, bias);
  }

  private static boolean sameShape(Shape a, Shape b) {
    return a.ranked() && b.ranked() && a.rank() > 0 && a.equals(b);
  }

  private static boolean isBias(NodeContext at, int tensor, int vector) {
    Shape x = at.shape(tensor);
    Shape b = at.shape(vector);
    return at.dtype(tensor).isFloating()
        && x.ranked()
        && b.ranked()
        && x.rank() >= 2
        && x.rank() <= 5
        && b.rank() == 1
        && b.dim(0).isKnown()
        && b.length(0) == x.length(-1);
  }

  private static Output<?> mod(Binary.Mod o, NodeContext at) {
    Tf tf = at.tf();
    Output<?> x = at.in(0);
    Output<?> y = at.in(1);
    Output<?> rest = tf.binary(o.fmod() == 1 ? "TruncateMod" : "FloorMod", x, y);
    if (!at.training() || !at.dtype(0).isFloating()) {
      return rest;
    }
    Output<?> fixed = SurrogateGradients.fixed(tf, rest);
    Output<?> times = tf.unary("Rint", tf.binary("RealDiv", tf.sub(x, fixed), y));
    Output<?> change =
        tf.sub(
            SurrogateGradients.of(tf, x),
            tf.mul(SurrogateGradients.of(tf, y), SurrogateGradients.fixed(tf, times)));
    return tf.add(fixed, change);
  }

  private static Output<?> pow(NodeContext at) {
    Tf tf = at.tf();
    Output<?> x = at.in(0);
    Output<?> y = at.in(1);
    if (!at.dtype(0).isFloating() && at.dtype(1).isFloating()) {
      Output<?> power =
          tf.binary("Pow", tf.cast(x, DataType.DT_DOUBLE), tf.cast(y, DataType.DT_DOUBLE));
      return tf.cast(power, x.dataType());
    }
    return tf.binary("Pow", x, tf.cast(y, x.dataType()));
  }

  private static Output<?> prelu(NodeContext at) {
    Tf tf = at.tf();
    Output<?> x = at.in(0);
    if (!at.dtype(0).isFloating()) {
      return tf.select(tf.binary("Less", x, tf.like(x, 0)), tf.mul(x, at.in(1)), x);
    }
    Output<?> negative = tf.unary("Relu", tf.unary("Neg", x));
    return tf.sub(tf.unary("Relu", x), tf.mul(at.in(1), negative));
  }
}
