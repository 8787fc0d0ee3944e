package dev.tenon.ir.pass.decomposition;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.pass.ExpansionContext;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.List;

/** ONNX Runtime's attention with its projections, in products of matrices. */
final class PackedAttentionRule {
  private static final int BIAS = 2;
  private static final int MASK = 3;
  private static final int PAST = 4;
  private static final int ADDED = 5;

  private final ExpansionContext rule;
  private final Ops ops;
  private final Linear.PackedAttention operator;

  PackedAttentionRule(ExpansionContext rule, Linear.PackedAttention operator) {
    this.rule = rule;
    this.ops = rule.ops();
    this.operator = operator;
  }

  /** Returns the result (batch, time, width), and the keys and values of all times. */
  List<Value> write() {
    List<Long> widths = operator.widths(rule.in(1).shape());
    if (widths == null || rule.rank(0) != 3) {
      throw new IllegalArgumentException("the widths of queries, keys and values are not known");
    }
    Value packed = ops.matMul(rule.in(0), rule.in(1));
    packed = rule.has(BIAS) ? ops.add(packed, rule.in(BIAS)) : packed;
    List<Value> parts = ops.split(packed, 2, widths.stream().mapToLong(w -> w).toArray());
    List<Value> heads = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      long size = widths.get(i) / operator.numHeads();
      Value split = rule.reshape(parts.get(i), 0, 0, operator.numHeads(), size);
      heads.add(ops.transpose(split, 0, 2, 1, 3));
    }
    Value query = heads.get(0);
    Value key = heads.get(1);
    Value value = heads.get(2);
    if (rule.has(PAST)) {
      Value past = rule.in(PAST);
      Value pastKey = ops.squeeze(ops.slice(past, 0, 0, 1, 1), 0);
      Value pastValue = ops.squeeze(ops.slice(past, 0, 1, 2, 1), 0);
      key = ops.concat(2, List.of(pastKey, key));
      value = ops.concat(2, List.of(pastValue, value));
    }
    double size = (double) widths.get(0) / operator.numHeads();
    double scale = operator.scale() == 0 ? 1 / Math.sqrt(size) : operator.scale();
    Value scores = ops.mul(ops.matMul(query, ops.transpose(key, 0, 1, 3, 2)), scale);
    for (Value bias : biases(query, key)) {
      scores = ops.add(scores, bias);
    }
    Value result = ops.matMul(ops.softmax(scores, -1), value);
    Value joined = rule.reshape(ops.transpose(result, 0, 2, 1, 3), 0, 0, widths.get(2));
    if (!widths.get(0).equals(widths.get(2))) {
      // Keys and values of other widths cannot be one tensor.
      return List.of(joined, key);
    }
    Value present = ops.concat(0, List.of(ops.unsqueeze(key, 0), ops.unsqueeze(value, 0)));
    return List.of(joined, present);
  }

  private List<Value> biases(Value query, Value key) {
    List<Value> biases = new ArrayList<>();
    if (rule.has(MASK)) {
      biases.add(hidden(mask(rule.in(MASK), key), query.dtype()));
    }
    if (operator.unidirectional() != 0) {
      Value all = ops.length(key, 2);
      Value before = ops.sub(all, ops.length(query, 2));
      Value rows = ops.unsqueeze(ops.add(rule.positions(ops.length(query, 2)), before), 1);
      Value later = ops.greater(ops.unsqueeze(rule.positions(all), 0), rows);
      double lowest = query.dtype() == DType.FLOAT16 ? -65504 : -Float.MAX_VALUE;
      biases.add(ops.where(later, ops.scalar(query.dtype(), lowest), ops.scalar(query.dtype(), 0)));
    }
    if (rule.has(ADDED)) {
      biases.add(rule.in(ADDED));
    }
    return biases;
  }

  private Value hidden(Value marks, DType type) {
    return ops.where(marks, ops.scalar(type, operator.maskFilterValue()), ops.scalar(type, 0));
  }

  /** Marks hidden positions: something that broadcasts to (batch, heads, time, all times). */
  private Value mask(Value mask, Value key) {
    Value zero = ops.scalar(mask, 0);
    return switch (rule.rank(MASK)) {
      case 1 -> outside(mask, key);
      case 2 -> ops.unsqueeze(ops.lessOrEqual(mask, zero), 1, 2);
      case 3 -> ops.unsqueeze(ops.lessOrEqual(mask, zero), 1);
      default ->
          throw new IllegalArgumentException(
              "a mask of " + rule.rank(MASK) + " axes: run the model by the engine onnxruntime");
    };
  }

  /** Marks what is not between the first and the last positions: ends, and behind them starts. */
  private Value outside(Value mask, Value key) {
    Value lengths = ops.cast(mask, DType.INT64);
    Value batch = ops.length(key, 0);
    Value twice = ops.mul(batch, 2);
    Value zeros = rule.zeros(DType.INT64, batch);
    Value ends = cut(lengths, ops.longs(0), batch);
    // Without starts, zeros stand where they would be.
    Value starts = cut(ops.concat(0, List.of(lengths, zeros)), batch, twice);
    Value all = ops.unsqueeze(rule.positions(ops.length(key, 2)), 0);
    Value marks =
        ops.or(
            ops.less(all, ops.unsqueeze(starts, 1)),
            ops.greaterOrEqual(all, ops.unsqueeze(ends, 1)));
    return ops.unsqueeze(marks, 1, 2);
  }

  private Value cut(Value x, Value from, Value to) {
    return ops.apply(new Movement.Slice(), x, from, to, ops.longs(0), ops.longs(1));
  }
}
