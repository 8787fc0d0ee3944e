package dev.tenon.layers.ops.call;

import dev.tenon.ir.graph.Value;
import java.util.List;

/** One function, whichever spelling a file uses for it: arguments in, results out. */
@FunctionalInterface
public interface OpFunction {
  List<Value> apply(OpArgs args);
}
