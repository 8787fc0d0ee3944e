package dev.tenon.runtime.tensorflow.saved.guards;

import dev.tenon.error.UnsupportedModelException;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * Guards RaggedTensorToTensor, which reads as many values as its row splits, or row numbers, say:
 * more than there are lie outside its memory.
 */
final class GuardedRagged {
  private static final AttrValue LONG = AttrValue.newBuilder().setType(DataType.DT_INT64).build();
  private static final AttrValue NONE = AttrValue.getDefaultInstance();
  private static final List<String> SPLITS = List.of("ROW_SPLITS");
  private static final List<String> ROWS = List.of("FIRST_DIM_SIZE", "VALUE_ROWIDS");
  private static final int VALUES = 1;
  private static final int PARTITIONS = 3;

  private GuardedRagged() {}

  /** Says whether a node makes a tensor of ragged rows. */
  static boolean has(NodeDef node) {
    return node.getOp().equals("RaggedTensorToTensor");
  }

  /**
   * Returns such a node behind its guard.
   *
   * @throws UnsupportedModelException where more than one axis is ragged
   */
  static List<NodeDef> guarded(NodeDef node, GuardScope scope) {
    List<String> kinds =
        node.getAttrOrDefault("row_partition_types", NONE).getList().getSList().stream()
            .map(kind -> kind.toStringUtf8())
            .toList();
    if (!kinds.equals(SPLITS) && !kinds.equals(ROWS)) {
      throw new UnsupportedModelException(
          scope.where() + node.getName() + "' (" + node.getOp() + ")",
          "has rows in rows, or " + kinds + ", which is not handled",
          List.of(node.getOp()));
    }
    GuardNodes guard = new GuardNodes(node, scope.inFunction());
    boolean splits = kinds.equals(SPLITS);
    AttrValue index = node.getAttrOrDefault("Tindex", LONG);
    AttrValue type = node.getAttrOrDefault("T", GuardedInputs.REAL);
    String values = guard.length("values", type, LONG, node.getInput(VALUES), 0);
    String partition =
        cast(guard, "partition", index, node.getInput(PARTITIONS + kinds.size() - 1));
    String check =
        splits ? splits(guard, partition, values) : rows(guard, node, index, partition, values);
    String fitting = guard.unfolded("fitting", type, node.getInput(VALUES), check);
    return guard.before(node.toBuilder().setInput(VALUES, fitting).build());
  }

  /** Splits ascend, and the last is no more than there are values. */
  private static String splits(GuardNodes guard, String splits, String values) {
    String from = guard.slice("from", LONG, splits, 0, -1);
    String to = guard.slice("to", LONG, splits, 1, Integer.MAX_VALUE);
    String bounded = guard.op("bounded", "Minimum", "z", Map.of("T", LONG), to, values);
    String ascending = guard.op("ascending", "GreaterEqual", "z", Map.of("T", LONG), bounded, from);
    String within = guard.op("within", "LessEqual", "z", Map.of("T", LONG), to, values);
    String both = guard.op("both", "LogicalAnd", "z", Map.of(), ascending, within);
    return guard.checkAll("check", both, "row_splits do not ascend, or end behind the values");
  }

  /** Every value has the number of a row that there is. */
  private static String rows(
      GuardNodes guard, NodeDef node, AttrValue index, String rows, String values) {
    String count = cast(guard, "rows", index, node.getInput(PARTITIONS));
    String there = guard.op("there", "Less", "z", Map.of("T", LONG), rows, count);
    String numbers = guard.length("numbers", LONG, LONG, rows, 0);
    String enough = guard.op("enough", "LessEqual", "z", Map.of("T", LONG), numbers, values);
    String both = guard.op("both", "LogicalAnd", "z", Map.of(), there, enough);
    return guard.checkAll("check", both, "value_rowids are more than the values, or of no row");
  }

  private static String cast(GuardNodes guard, String name, AttrValue type, String tensor) {
    return guard.op(name + "_whole", "Cast", "y", Map.of("SrcT", type, "DstT", LONG), tensor);
  }
}
