package dev.tenon.lifting.recurrent;

import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Movement;
import dev.tenon.lifting.axes.RowUses;
import dev.tenon.lifting.walk.LiftContext;

/** Looks at what becomes of a recurrent operator's sequence. */
final class SequenceReaders {
  private SequenceReaders() {}

  /** Says whether somebody may take the last step of the sequence, which is also the state. */
  static boolean takeLast(LiftContext site) {
    return takesLast(site, site.node().output());
  }

  private static boolean takesLast(LiftContext site, Value value) {
    for (OperatorNode node : site.uses().readers(value)) {
      boolean turns = isTurn(node);
      if (node.operator() instanceof Indexing.Gather
          || (node.operator() instanceof Movement.Slice && !turns)) {
        return true;
      }
      boolean moves =
          turns
              || node.operator() instanceof Movement.Squeeze
              || node.operator() instanceof Movement.Transpose
              || node.operator() instanceof Movement.Reshape;
      if (moves && node.input(0) == value && takesLast(site, node.output())) {
        return true;
      }
    }
    return false;
  }

  /** Says whether a node turns an axis round, or takes entries from its end. */
  private static boolean isTurn(OperatorNode node) {
    Long step = node.operator() instanceof Movement.Slice ? RowUses.only(node, 4) : null;
    return step != null && step < 0;
  }
}
