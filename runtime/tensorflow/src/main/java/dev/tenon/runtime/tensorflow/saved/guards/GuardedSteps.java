package dev.tenon.runtime.tensorflow.saved.guards;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * Guards whole LSTMs: more steps than the sequence has ({@code seq_len_max} beyond the first length
 * of {@code x}) are steps through memory that is not the sequence's.
 */
final class GuardedSteps {
  private static final Set<String> OPERATORS = Set.of("BlockLSTM", "BlockLSTMV2");
  private static final AttrValue LONG = AttrValue.newBuilder().setType(DataType.DT_INT64).build();

  private GuardedSteps() {}

  /** Says whether a node goes through a sequence by its steps. */
  static boolean has(NodeDef node) {
    return OPERATORS.contains(node.getOp());
  }

  /** Returns such a node behind its guard. */
  static List<NodeDef> guarded(NodeDef node, boolean inFunction) {
    GuardNodes guard = new GuardNodes(node, inFunction);
    String steps = node.getInput(0);
    String sequence = node.getInput(1);
    AttrValue type = node.getAttrOrDefault("T", GuardedInputs.REAL);
    String there = guard.length("there", type, LONG, sequence, 0);
    String enough = guard.op("enough", "GreaterEqual", "z", Map.of("T", LONG), there, steps);
    String check = guard.checkAll("check", enough, "seq_len_max has more steps than the sequence");
    String fitting = guard.unfolded("fitting", LONG, steps, check);
    return guard.before(node.toBuilder().setInput(0, fitting).build());
  }
}
