package dev.tenon.layers.ops.call;

import dev.tenon.ir.graph.Value;
import java.util.List;

/** The computation of one function: from arguments to results. */
@FunctionalInterface
public interface OpFunction {
  List<Value> apply(OpArgs args);
}
