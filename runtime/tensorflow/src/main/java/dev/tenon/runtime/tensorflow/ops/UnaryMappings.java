package dev.tenon.runtime.tensorflow.ops;

import dev.tenon.ir.op.Unary;
import dev.tenon.runtime.tensorflow.emit.MappingTable;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.graph.Tf;
import org.tensorflow.Output;

/** How operators on one tensor are written. */
final class UnaryMappings {
  private UnaryMappings() {}

  static void register(MappingTable to) {
    to.same(Unary.Identity.class, "Identity", 1);
    to.same(Unary.Abs.class, "Abs", 1);
    to.same(Unary.Neg.class, "Neg", 1);
    to.same(Unary.Sign.class, "Sign", 1);
    to.same(Unary.Reciprocal.class, "Reciprocal", 1);
    to.same(Unary.Sqrt.class, "Sqrt", 1);
    to.same(Unary.Exp.class, "Exp", 1);
    to.same(Unary.Log.class, "Log", 1);
    to.same(Unary.Floor.class, "Floor", 1);
    to.single(Unary.Ceil.class, (o, at) -> flat(at, "Ceil"));
    to.single(Unary.Round.class, (o, at) -> flat(at, "Rint"));
    to.same(Unary.Sin.class, "Sin", 1);
    to.same(Unary.Cos.class, "Cos", 1);
    to.same(Unary.Tan.class, "Tan", 1);
    to.same(Unary.Asin.class, "Asin", 1);
    to.same(Unary.Acos.class, "Acos", 1);
    to.same(Unary.Atan.class, "Atan", 1);
    to.same(Unary.Sinh.class, "Sinh", 1);
    to.same(Unary.Cosh.class, "Cosh", 1);
    to.same(Unary.Tanh.class, "Tanh", 1);
    to.same(Unary.Asinh.class, "Asinh", 1);
    to.same(Unary.Acosh.class, "Acosh", 1);
    to.same(Unary.Atanh.class, "Atanh", 1);
    to.same(Unary.Erf.class, "Erf", 1);
    to.same(Unary.Sigmoid.class, "Sigmoid", 1);
    to.same(Unary.Relu.class, "Relu", 1);
    to.same(Unary.Softplus.class, "Softplus", 1);
    to.same(Unary.Softsign.class, "Softsign", 1);
    to.single(
        Unary.Mish.class,
        (o, at) -> {
          Tf tf = at.tf();
          return tf.mul(at.in(0), tf.unary("Tanh", tf.unary("Softplus", at.in(0))));
        });
    to.single(Unary.HardSwish.class, (o, at) -> hardSwish(at));
    to.same(Unary.Not.class, "LogicalNot", 1);
    to.same(Unary.BitwiseNot.class, "Invert", 1);
    to.same(Unary.IsNaN.class, "IsNan", 1);
    to.single(Unary.IsInf.class, UnaryMappings::isInf);
    to.single(Unary.Cast.class, CastMapping::cast);
  }

  /** Steps have the gradient 0, which TensorFlow does not know of all of them. */
  private static Output<?> flat(NodeContext at, String type) {
    Output<?> y = at.tf().unary(type, at.in(0));
    return at.training() ? at.tf().unary("StopGradient", y) : y;
  }

  private static Output<?> hardSwish(NodeContext at) {
    Tf tf = at.tf();
    Output<?> x = at.in(0);
    Output<?> shifted = tf.add(x, tf.like(x, 3));
    return tf.mul(tf.mul(x, tf.unary("Relu6", shifted)), 1.0 / 6);
  }

  private static Output<?> isInf(Unary.IsInf o, NodeContext at) {
    Tf tf = at.tf();
    Output<?> x = at.in(0);
    Output<?> infinite = tf.unary("IsInf", x);
    if (o.detectNegative() == 1 && o.detectPositive() == 1) {
      return infinite;
    }
    if (o.detectNegative() == 0 && o.detectPositive() == 0) {
      return tf.binary("LogicalAnd", infinite, tf.unary("LogicalNot", infinite));
    }
    String side = o.detectPositive() == 1 ? "Greater" : "Less";
    return tf.binary("LogicalAnd", infinite, tf.binary(side, x, tf.like(x, 0)));
  }
}
