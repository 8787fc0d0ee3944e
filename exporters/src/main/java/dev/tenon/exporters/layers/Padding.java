package dev.tenon.exporters.layers;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Control;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.tensor.DType;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds the token ids of which 0 is padding: what walks over their steps leaves those out. */
final class Padding {
  private Padding() {}

  static Set<Value> ids(Graph graph, Function<Value, @Nullable OperatorNode> producers) {
    Set<Value> ids = Collections.newSetFromMap(new IdentityHashMap<>());
    for (OperatorNode node : graph.operators()) {
      if (node.operator() instanceof Recurrent.Scan || node.operator() instanceof Control.Loop) {
        for (Value value : node.reads()) {
          if (value.dtype() == DType.BOOL) {
            add(ids, MaskReading.of(producers, value));
          }
        }
      } else if (node.operator() instanceof Binary.Div) {
        MaskedMean mean = MaskedMean.of(producers, node);
        add(ids, mean == null ? null : mean.mask());
      }
    }
    return ids;
  }

  private static void add(Set<Value> all, @Nullable MaskReading mask) {
    if (mask != null && mask.mask() instanceof StepMask.Ids ids) {
      all.add(ids.ids());
    }
  }
}
