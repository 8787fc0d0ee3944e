package dev.tenon.ir.pass.decomposition;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.pass.ExpansionContext;

/** Writing into a cache, as a choice for every place of it. */
final class CacheRule {
  private CacheRule() {}

  static Value scatter(ExpansionContext rule, Indexing.TensorScatter o) {
    Ops ops = rule.ops();
    Value cache = rule.in(0);
    Value update = rule.in(1);
    int rank = rule.rank(0);
    int axis = cache.shape().axis(Math.toIntExact(o.axis()));
    Value all = ops.length(cache, axis);
    Value from = rule.along(rule.positions(all), axis, rank);
    if (rule.has(2)) {
      from = ops.sub(from, rule.along(rule.in(2), 0, rank));
    }
    if (o.mode().equals("circular")) {
      from = ops.apply(new Binary.Mod(0), from, all);
    }
    Value count = ops.length(update, axis);
    Value there = ops.and(ops.greaterOrEqual(from, ops.longs(0)), ops.less(from, count));
    Value inside = ops.max(ops.min(from, ops.sub(count, 1)), 0);
    Value places = ops.apply(new Movement.Expand(), inside, ops.shape(cache));
    return ops.where(there, ops.apply(new Indexing.GatherElements(axis), update, places), cache);
  }
}
