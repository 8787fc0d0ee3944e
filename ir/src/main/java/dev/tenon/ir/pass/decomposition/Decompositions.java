package dev.tenon.ir.pass.decomposition;

import dev.tenon.error.UnknownRankException;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Normalization;
import dev.tenon.ir.op.Ops;
import dev.tenon.ir.op.Signal;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.pass.ExpansionContext;
import dev.tenon.ir.pass.Rewriter;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What composite operators mean in plainer ones. */
final class Decompositions {
  private Decompositions() {}

  /** Returns the result in plainer operators, or null where there is no rule. */
  static @Nullable Value apply(Rewriter rewriter, OperatorNode node) {
    Ops ops = rewriter.ops(node);
    Operator operator = node.operator();
    if (node.inputs().isEmpty() || node.optionalInput(0) == null) {
      return null;
    }
    Value x = rewriter.now(node.input(0));
    if (operator instanceof Activations activation) {
      return activation(ops, activation, x);
    }
    if (operator instanceof Unary.Mish) {
      return ops.mul(x, ops.tanh(ops.apply(new Unary.Softplus(), x)));
    }
    if (operator instanceof Unary.HardSwish) {
      return ops.mul(x, ops.apply(new Activations.HardSigmoid(1f / 6, 0.5f), x));
    }
    if (operator instanceof Normalization normalization) {
      return NormalizationExpansions.apply(ops, rewriter, normalization, node, x);
    }
    if (operator instanceof Movement.Trilu trilu) {
      Value k = node.optionalInput(1);
      return trilu(ops, trilu, x, k == null ? null : rewriter.now(k));
    }
    if (operator instanceof Generation.Shape shape) {
      Value all = ops.apply(new Generation.Shape(0, null), x);
      Long end = shape.end();
      return ops.slice(all, 0, shape.start(), end == null ? Long.MAX_VALUE : end, 1);
    }
    if (operator instanceof Movement.Pad pad && !pad.mode().equals("wrap")) {
      return pad(ops, rewriter, pad, node, x);
    }
    return operator instanceof Signal.STFT ? null : expanded(ops, rewriter, node);
  }

  /** What engines without a kernel compute, an older opset can say as well. */
  private static @Nullable Value expanded(Ops ops, Rewriter rewriter, OperatorNode node) {
    try {
      List<Value> results =
          Expansions.apply(new ExpansionContext(ops, rewriter.operands(node)), node.operator());
      return results == null || results.size() > 1 ? null : results.get(0);
    } catch (UnknownRankException | IllegalArgumentException e) {
      // A number of axes is not known: the older opset cannot say it.
      return null;
    }
  }

  private static @Nullable Value activation(Ops ops, Activations operator, Value x) {
    if (operator instanceof Activations.Gelu gelu) {
      Value inner;
      if (gelu.approximate().equals("tanh")) {
        Value cube = ops.mul(ops.mul(x, x), x);
        inner = ops.tanh(ops.mul(ops.add(x, ops.mul(cube, 0.044715)), Math.sqrt(2 / Math.PI)));
      } else {
        inner = ops.apply(new Unary.Erf(), ops.div(x, Math.sqrt(2)));
      }
      return ops.mul(ops.mul(x, 0.5), ops.add(inner, 1));
    }
    if (operator instanceof Activations.Swish swish) {
      Value scaled = swish.alpha() == 1 ? x : ops.mul(x, swish.alpha());
      return ops.mul(x, ops.sigmoid(scaled));
    }
    if (operator instanceof Activations.Celu celu) {
      Value below = ops.sub(ops.exp(ops.div(x, celu.alpha())), 1);
      return ops.add(ops.max(x, 0), ops.min(ops.mul(below, celu.alpha()), 0));
    }
    if (operator instanceof Activations.ThresholdedRelu relu) {
      return ops.where(ops.greater(x, ops.scalar(x, relu.alpha())), x, ops.scalar(x, 0));
    }
    if (operator instanceof Activations.Shrink shrink) {
      Value zero = ops.scalar(x, 0);
      Value above =
          ops.where(ops.greater(x, ops.scalar(x, shrink.lambd())), ops.sub(x, shrink.bias()), zero);
      return ops.where(
          ops.less(x, ops.scalar(x, -shrink.lambd())), ops.add(x, shrink.bias()), above);
    }
    return null;
  }

  private static Value trilu(Ops ops, Movement.Trilu trilu, Value x, @Nullable Value k) {
    Value rows = ops.unsqueeze(positions(ops, x, -2), 1);
    Value columns = ops.unsqueeze(positions(ops, x, -1), 0);
    Value distance = ops.sub(columns, rows);
    Value least = k == null ? ops.scalar(DType.INT64, 0) : k;
    Value kept =
        trilu.upper() == 1 ? ops.greaterOrEqual(distance, least) : ops.lessOrEqual(distance, least);
    return ops.where(kept, x, ops.scalar(x, 0));
  }

  /** The int64 positions along one axis of x. */
  private static Value positions(Ops ops, Value x, int axis) {
    int at = x.shape().axis(axis);
    long length = x.shape().length(at);
    if (length >= 0) {
      long[] all = new long[Math.toIntExact(length)];
      Arrays.setAll(all, i -> i);
      return ops.longs(all);
    }
    // Opset 13 has no Shape of a single axis.
    Value shape = ops.apply(new Generation.Shape(0, null), x);
    Value count = ops.squeeze(ops.slice(shape, 0, at, at + 1L, 1), 0);
    return ops.apply(
        new Generation.Range(), ops.scalar(DType.INT64, 0), count, ops.scalar(DType.INT64, 1));
  }

  private static @Nullable Value pad(
      Ops ops, Rewriter rewriter, Movement.Pad pad, OperatorNode node, Value x) {
    Tensor pads = rewriter.now(node.input(1)).constant();
    Tensor axes = rewriter.now(node.input(3)).constant();
    Shape shape = x.shape();
    if (pads == null || axes == null || !shape.ranked()) {
      return null;
    }
    int rank = shape.rank();
    long[] all = new long[2 * rank];
    for (int i = 0; i < axes.size(); i++) {
      int axis = shape.axis(Math.toIntExact(axes.getLong(i)));
      all[axis] = pads.getLong(i);
      all[rank + axis] = pads.getLong(axes.size() + i);
    }
    Value fill = node.optionalInput(2);
    return fill == null
        ? ops.apply(pad, x, ops.longs(all))
        : ops.apply(pad, x, ops.longs(all), Objects.requireNonNull(rewriter.now(fill)));
  }
}
