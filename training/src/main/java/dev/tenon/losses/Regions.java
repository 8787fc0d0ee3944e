package dev.tenon.losses;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Reduction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sums over the axes in which regions lie. */
final class Regions {
  private Regions() {}

  static Value sum(Ops ops, Value x, @Nullable List<Long> axes) {
    return axes == null
        ? ops.apply(new Reduction.ReduceSum(0, 0), x)
        : ops.reduceSum(x, false, axes.stream().mapToLong(Long::longValue).toArray());
  }
}
