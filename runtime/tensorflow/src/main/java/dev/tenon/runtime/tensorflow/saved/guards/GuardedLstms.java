package dev.tenon.runtime.tensorflow.saved.guards;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * Guards LSTMs: more steps than the sequence has ({@code seq_len_max} beyond the first length of
 * {@code x}), or peepholes of another length than the state's, are read from memory that is not
 * theirs.
 */
final class GuardedLstms {
  /** Where the state is among the inputs; the weights of the three peepholes follow. */
  private static final Map<String, Integer> STATES =
      Map.of("BlockLSTM", 2, "BlockLSTMV2", 2, "LSTMBlockCell", 1);

  private static final int PEEPHOLES_BEHIND = 3;
  private static final int PEEPHOLES = 3;

  private static final AttrValue LONG = AttrValue.newBuilder().setType(DataType.DT_INT64).build();

  private GuardedLstms() {}

  /** Says whether a node is an LSTM, or a step of one. */
  static boolean has(NodeDef node) {
    return STATES.containsKey(node.getOp());
  }

  /** Returns such a node behind its guards. */
  static List<NodeDef> guarded(NodeDef node, boolean inFunction) {
    GuardNodes guard = new GuardNodes(node, inFunction);
    NodeDef.Builder behind = node.toBuilder();
    AttrValue type = node.getAttrOrDefault("T", GuardedInputs.REAL);
    if (node.getOp().startsWith("Block")) {
      behind.setInput(0, steps(guard, type, node));
    }
    if (node.getAttrOrDefault("use_peephole", AttrValue.getDefaultInstance()).getB()) {
      peepholes(guard, type, behind);
    }
    return guard.before(behind.build());
  }

  private static String steps(GuardNodes guard, AttrValue type, NodeDef node) {
    String steps = node.getInput(0);
    String there = guard.length("there", type, LONG, node.getInput(1), 0);
    String enough = guard.op("enough", "GreaterEqual", "z", Map.of("T", LONG), there, steps);
    String check = guard.checkAll("check", enough, "seq_len_max has more steps than the sequence");
    return guard.unfolded("fitting", LONG, steps, check);
  }

  /** A weight of another length cannot be given the shape of the state's. */
  private static void peepholes(GuardNodes guard, AttrValue type, NodeDef.Builder node) {
    int state = Objects.requireNonNull(STATES.get(node.getOp()));
    String length = guard.length("state", type, LONG, node.getInput(state), 1);
    Map<String, AttrValue> types = Map.of("T", type, "Tshape", LONG);
    for (int i = 0; i < PEEPHOLES; i++) {
      int place = state + PEEPHOLES_BEHIND + i;
      String name = "peephole_" + i;
      node.setInput(
          place, guard.op(name, "Reshape", "output", types, node.getInput(place), length));
    }
  }
}
