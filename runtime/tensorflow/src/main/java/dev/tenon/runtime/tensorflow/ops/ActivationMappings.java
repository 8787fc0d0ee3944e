package dev.tenon.runtime.tensorflow.ops;

import dev.tenon.ir.op.Activations;
import dev.tenon.runtime.tensorflow.emit.MappingTable;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.graph.Axes;
import dev.tenon.runtime.tensorflow.graph.Tf;
import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/** How activation functions with attributes are written. */
final class ActivationMappings {
  /** The constants of ONNX's and TensorFlow's Selu, as 32-bit numbers. */
  private static final float SELU_ALPHA = 1.6732632f;

  private static final float SELU_GAMMA = 1.050701f;

  private static final long FEW_CLASSES = 64;

  private ActivationMappings() {}

  static void register(MappingTable to) {
    to.single(Activations.Elu.class, (o, at) -> elu(at, o.alpha()));
    to.single(Activations.Celu.class, (o, at) -> celu(at, o.alpha()));
    to.single(Activations.Selu.class, ActivationMappings::selu);
    to.single(
        Activations.LeakyRelu.class,
        (o, at) -> at.tf().op("LeakyRelu").in(at.in(0)).attr("alpha", o.alpha()).out());
    to.single(
        Activations.ThresholdedRelu.class,
        (o, at) -> {
          Output<?> x = at.in(0);
          Output<?> above = at.tf().binary("Greater", x, at.tf().like(x, o.alpha()));
          return at.tf().mul(x, at.tf().cast(above, x.dataType()));
        });
    to.single(Activations.HardSigmoid.class, ActivationMappings::hardSigmoid);
    to.single(
        Activations.Gelu.class,
        (o, at) -> o.approximate().equals("tanh") ? geluTanh(at) : geluErf(at));
    to.single(Activations.Shrink.class, ActivationMappings::shrink);
    to.single(
        Activations.Swish.class,
        (o, at) -> {
          Output<?> x = at.in(0);
          Output<?> scaled = o.alpha() == 1 ? x : at.tf().mul(x, o.alpha());
          return at.tf().mul(x, at.tf().unary("Sigmoid", scaled));
        });
    to.single(Activations.Softmax.class, ActivationMappings::softmax);
    to.single(Activations.LogSoftmax.class, (o, at) -> alongLast(at, o.axis(), "LogSoftmax"));
    to.single(Activations.Hardmax.class, (o, at) -> hardmax(at, o.axis()));
  }

  private static Output<?> elu(NodeContext at, float alpha) {
    Tf tf = at.tf();
    Output<?> x = at.in(0);
    Output<?> plain = tf.unary("Elu", x);
    return alpha == 1
        ? plain
        : tf.select(tf.binary("Greater", x, tf.like(x, 0)), plain, tf.mul(plain, alpha));
  }

  private static Output<?> celu(NodeContext at, float alpha) {
    Tf tf = at.tf();
    Output<?> x = at.in(0);
    Output<?> below = tf.binary("Minimum", x, tf.like(x, 0));
    Output<?> curve = tf.unary("Expm1", tf.binary("RealDiv", below, tf.like(x, alpha)));
    return tf.add(tf.unary("Relu", x), tf.mul(curve, alpha));
  }

  private static Output<?> selu(Activations.Selu o, NodeContext at) {
    Tf tf = at.tf();
    Output<?> x = at.in(0);
    if (o.alpha() == SELU_ALPHA && o.gamma() == SELU_GAMMA) {
      return tf.unary("Selu", x);
    }
    Output<?> curve = tf.unary("Expm1", tf.binary("Minimum", x, tf.like(x, 0)));
    return tf.mul(tf.add(tf.unary("Relu", x), tf.mul(curve, o.alpha())), o.gamma());
  }

  private static Output<?> hardSigmoid(Activations.HardSigmoid o, NodeContext at) {
    Tf tf = at.tf();
    Output<?> x = at.in(0);
    Output<?> line = tf.add(tf.mul(x, o.alpha()), tf.like(x, o.beta()));
    return tf.op("ClipByValue").in(line, tf.like(x, 0), tf.like(x, 1)).out();
  }

  private static Output<?> geluErf(NodeContext at) {
    Tf tf = at.tf();
    Output<?> x = at.in(0);
    Output<?> erf = tf.unary("Erf", tf.mul(x, Math.sqrt(0.5)));
    return tf.mul(tf.mul(x, 0.5), tf.add(erf, tf.like(x, 1)));
  }

  private static Output<?> geluTanh(NodeContext at) {
    Tf tf = at.tf();
    Output<?> x = at.in(0);
    Output<?> cube = tf.mul(tf.mul(x, x), x);
    Output<?> inner = tf.mul(tf.add(x, tf.mul(cube, 0.044715)), Math.sqrt(2 / Math.PI));
    return tf.mul(tf.mul(x, 0.5), tf.add(tf.unary("Tanh", inner), tf.like(x, 1)));
  }

  private static Output<?> shrink(Activations.Shrink o, NodeContext at) {
    Tf tf = at.tf();
    Output<?> x = at.in(0);
    Output<?> low = tf.add(x, tf.like(x, o.bias()));
    Output<?> high = tf.sub(x, tf.like(x, o.bias()));
    Output<?> inner =
        tf.select(tf.binary("Greater", x, tf.like(x, o.lambd())), high, tf.like(x, 0));
    return tf.select(tf.binary("Less", x, tf.like(x, -o.lambd())), low, inner);
  }

  /**
   * Writes few classes in training as the exponential of LogSoftmax.
   *
   * <p>TensorFlow's kernel of Softmax always shares the work among threads, and waiting for them
   * takes ten times as long as such a small matrix.
   */
  private static Output<?> softmax(Activations.Softmax o, NodeContext at) {
    boolean few =
        at.training()
            && at.rank(0) == 2
            && at.axis(0, o.axis()) == 1
            && at.ranked(0).dim(1).isKnown()
            && at.ranked(0).length(1) <= FEW_CLASSES;
    return few
        ? at.tf().unary("Exp", alongLast(at, o.axis(), "LogSoftmax"))
        : alongLast(at, o.axis(), "Softmax");
  }

  private static Output<?> alongLast(NodeContext at, long axis, String type) {
    int rank = at.rank(0);
    int[] perm = Axes.swap(rank, at.axis(0, axis), rank - 1);
    Tf tf = at.tf();
    Output<?> x = tf.transpose(at.in(0), perm);
    Output<?> y;
    if (at.training() && rank != 2) {
      // The gradient of LogSoftmax is right for matrices only.
      Output<?> shape = tf.shape(x);
      Output<?> rows = tf.pack(List.of(tf.scalar(-1), tf.element(shape, rank - 1)), 0);
      y = tf.reshape(tf.unary(type, tf.reshape(x, rows)), shape);
    } else {
      y = tf.unary(type, x);
    }
    return tf.transpose(y, perm);
  }

  private static Output<?> hardmax(NodeContext at, long axis) {
    Tf tf = at.tf();
    int along = at.axis(0, axis);
    Output<?> x = at.in(0);
    Output<?> best =
        tf.op("ArgMax")
            .in(x, tf.scalar(DataType.DT_INT32, along))
            .attr("output_type", DataType.DT_INT64)
            .out();
    return tf.op("OneHot")
        .in(best, tf.cast(tf.length(x, along), DataType.DT_INT32), tf.like(x, 1), tf.like(x, 0))
        .attr("axis", along)
        .out();
  }
}
