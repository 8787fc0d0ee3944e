package dev.tenon.ir.pass.decomposition;

import dev.tenon.error.UnknownRankException;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.OperatorTable;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Normalization;
import dev.tenon.ir.op.Signal;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.pass.ExpansionContext;
import dev.tenon.ir.pass.Rewriter;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What composite operators mean in plainer ones. */
final class Decompositions {
  /** Writes one class of operators; null if this form of it has no rule. */
  private interface Rule<O> {
    @Nullable Value write(ExpansionContext at, O operator);
  }

  private static final OperatorTable<Rule<Operator>> RULES = new OperatorTable<>("rules");

  static {
    put(Activations.Gelu.class, Decompositions::gelu);
    put(
        Activations.Swish.class,
        (at, o) -> {
          Value x = at.in(0);
          Value scaled = o.alpha() == 1 ? x : at.ops().mul(x, o.alpha());
          return at.ops().mul(x, at.ops().sigmoid(scaled));
        });
    put(Activations.Celu.class, (at, o) -> celu(at.ops(), o, at.in(0)));
    put(
        Activations.ThresholdedRelu.class,
        (at, o) -> {
          Ops ops = at.ops();
          Value x = at.in(0);
          return ops.where(ops.greater(x, ops.scalar(x, o.alpha())), x, ops.scalar(x, 0));
        });
    put(Activations.Shrink.class, (at, o) -> shrink(at.ops(), o, at.in(0)));
    put(
        Unary.Mish.class,
        (at, o) ->
            at.ops().mul(at.in(0), at.ops().tanh(at.ops().apply(new Unary.Softplus(), at.in(0)))));
    put(
        Unary.HardSwish.class,
        (at, o) ->
            at.ops()
                .mul(
                    at.in(0), at.ops().apply(new Activations.HardSigmoid(1f / 6, 0.5f), at.in(0))));
    put(Normalization.LayerNormalization.class, NormalizationExpansions::layer);
    put(Normalization.RMSNormalization.class, NormalizationExpansions::rms);
    put(Normalization.GroupNormalization.class, NormalizationExpansions::groups);
    put(Movement.Trilu.class, (at, o) -> trilu(at.ops(), o, at.in(0), at.optional(1)));
    put(
        Generation.Shape.class,
        (at, o) -> {
          Value all = at.ops().apply(new Generation.Shape(0, null), at.in(0));
          Long end = o.end();
          return at.ops().slice(all, 0, o.start(), end == null ? Long.MAX_VALUE : end, 1);
        });
    put(Movement.Pad.class, Decompositions::pad);
    put(Signal.STFT.class, (at, o) -> null);
  }

  private Decompositions() {}

  private static <O extends Operator> void put(Class<O> operator, Rule<O> rule) {
    RULES.put(operator, (at, o) -> rule.write(at, operator.cast(o)));
  }

  /** Returns the result in plainer operators, or null if there is no rule. */
  static @Nullable Value apply(Rewriter rewriter, OperatorNode node) {
    if (node.inputs().isEmpty() || node.optionalInput(0) == null) {
      return null;
    }
    Operator operator = node.operator();
    ExpansionContext at = new ExpansionContext(rewriter.ops(node), rewriter.operands(node));
    Rule<Operator> rule = RULES.find(operator.getClass());
    return rule == null ? expanded(at, operator) : rule.write(at, operator);
  }

  /** What engines without a kernel compute, an older opset can say as well. */
  private static @Nullable Value expanded(ExpansionContext at, Operator operator) {
    try {
      List<Value> results = Expansions.apply(at, operator);
      return results == null || results.size() > 1 ? null : results.get(0);
    } catch (UnknownRankException | IllegalArgumentException e) {
      // A number of axes is not known: the older opset cannot say it.
      return null;
    }
  }

  private static Value gelu(ExpansionContext at, Activations.Gelu gelu) {
    Ops ops = at.ops();
    Value x = at.in(0);
    Value inner;
    if (gelu.approximate().equals("tanh")) {
      Value cube = ops.mul(ops.mul(x, x), x);
      inner = ops.tanh(ops.mul(ops.add(x, ops.mul(cube, 0.044715)), Math.sqrt(2 / Math.PI)));
    } else {
      inner = ops.apply(new Unary.Erf(), ops.div(x, Math.sqrt(2)));
    }
    return ops.mul(ops.mul(x, 0.5), ops.add(inner, 1));
  }

  private static Value celu(Ops ops, Activations.Celu celu, Value x) {
    Value below = ops.sub(ops.exp(ops.div(x, celu.alpha())), 1);
    return ops.add(ops.max(x, 0), ops.min(ops.mul(below, celu.alpha()), 0));
  }

  private static Value shrink(Ops ops, Activations.Shrink shrink, Value x) {
    Value zero = ops.scalar(x, 0);
    Value above =
        ops.where(ops.greater(x, ops.scalar(x, shrink.lambd())), ops.sub(x, shrink.bias()), zero);
    return ops.where(ops.less(x, ops.scalar(x, -shrink.lambd())), ops.add(x, shrink.bias()), above);
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

  private static @Nullable Value pad(ExpansionContext at, Movement.Pad pad) {
    if (pad.mode().equals("wrap")) {
      return null;
    }
    Ops ops = at.ops();
    Value x = at.in(0);
    Tensor pads = at.in(1).constant();
    Tensor axes = at.in(3).constant();
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
    Value fill = at.optional(2);
    return fill == null
        ? ops.apply(pad, x, ops.longs(all))
        : ops.apply(pad, x, ops.longs(all), fill);
  }
}
