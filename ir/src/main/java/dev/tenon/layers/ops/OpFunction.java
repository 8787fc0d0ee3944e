package dev.tenon.layers.ops;

import dev.tenon.ir.graph.Value;
import java.util.List;

/** One function, whichever spelling a file uses for it: arguments in, results out. */
@FunctionalInterface
interface OpFunction {
  List<Value> apply(OpArgs args);
}
