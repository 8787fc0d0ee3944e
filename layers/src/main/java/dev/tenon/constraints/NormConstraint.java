package dev.tenon.constraints;

import dev.tenon.config.Config;
import dev.tenon.config.ConfigRecord;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of Keras' constraints of the norms of a weight along some axes. */
interface NormConstraint extends Constraint {
  /** Returns the axes along which a norm is taken. */
  List<Long> axis();

  /** Returns Keras' configuration, in which one axis stands without a list. */
  @Override
  default Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = new LinkedHashMap<>(ConfigRecord.write((Record) this));
    if (axis().size() == 1) {
      config.put("axis", axis().get(0));
    }
    return config;
  }

  /** Returns the norms of a weight, with axes of length 1. */
  default Value norm(Ops ops, Value weight) {
    long[] axes = axis().stream().mapToLong(Long::longValue).toArray();
    return ops.sqrt(ops.reduceSum(ops.mul(weight, weight), true, axes));
  }

  /** Returns a weight with other norms. */
  default Value scaled(Ops ops, Value weight, Value norm, Value wanted) {
    return ops.mul(weight, ops.div(wanted, ops.add(norm, Config.epsilon())));
  }
}
