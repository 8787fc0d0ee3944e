package dev.tenon.lifting.masking;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.UseDef;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Control;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.tensor.DType;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The look-ups of token ids of which 0 is padding: what walks over their rows leaves those steps
 * out.
 */
public final class PaddingTokens {
  private final UseDef uses;
  private final Map<OperatorNode, Set<Value>> ids = new IdentityHashMap<>();

  public PaddingTokens(Graph graph, UseDef uses) {
    this.uses = uses;
    for (OperatorNode node : graph.nodes()) {
      if (node.operator() instanceof Recurrent.Scan || node.operator() instanceof Control.Loop) {
        for (Value value : node.reads()) {
          if (value.dtype() == DType.BOOL) {
            note(node, MaskReading.of(uses, value));
          }
        }
      } else if (node.operator() instanceof Binary.Div) {
        MaskedMean mean = MaskedMean.of(uses, node);
        note(node, mean == null ? null : mean.mask());
      }
    }
  }

  /** Says whether a look-up of ids has to say which of them are padding. */
  public boolean isHidden(OperatorNode lookUp, Value root) {
    return ids.getOrDefault(lookUp, Set.of()).contains(root);
  }

  /** Notes all look-ups before a node that leaves padding out. */
  private void note(OperatorNode reader, @Nullable MaskReading mask) {
    if (mask == null || !(mask.mask() instanceof StepMask.Ids padded)) {
      return;
    }
    Set<Value> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Value> open = new ArrayDeque<>(reader.reads());
    while (!open.isEmpty()) {
      Value value = open.pop();
      OperatorNode node = uses.producer(value);
      if (node == null || !seen.add(value)) {
        continue;
      }
      open.addAll(node.reads());
      if (node.operator() instanceof Indexing.Gather) {
        ids.computeIfAbsent(node, n -> Collections.newSetFromMap(new IdentityHashMap<>()))
            .add(padded.ids());
      }
    }
  }
}
