package dev.tenon.internal.train.loop;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.op.Variadic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Finds what is to be asked for too, so that NaN is seen in what a ReLU gives. */
final class LimitedValues {
  private LimitedValues() {}

  /**
   * Returns what the values are made of that a ReLU gives, of those which are asked for. An engine
   * that joins a convolution with its ReLU makes 0 of NaN; it joins nothing that is asked for.
   */
  static List<Value> of(Graph graph, List<Value> values) {
    Set<Value> asked = Collections.newSetFromMap(new IdentityHashMap<>());
    asked.addAll(values);
    List<Value> limited = new ArrayList<>();
    for (OperatorNode node : graph.nodes()) {
      boolean limits =
          node.operator() instanceof Unary.Relu || node.operator() instanceof Variadic.Clip;
      if (!limits || !asked.contains(node.output())) {
        continue;
      }
      Value before = node.input(0);
      if (before.parameter() == null && before.constant() == null && asked.add(before)) {
        limited.add(before);
      }
    }
    return limited;
  }
}
