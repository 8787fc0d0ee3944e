package dev.tenon.runtime.tensorflow.saved;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * The ranks of operands that TensorFlow's kernels take for granted, or look at too late: each of
 * these ended a process when it was another one.
 */
final class OperandRanks {
  /** Operations, and operands by TensorFlow's names with their rank. */
  private static final String TABLE =
      """
      Case branch_index=0
      StatelessCase branch_index=0
      EmptyTensorList max_num_elements=0
      TensorListGetItem index=0
      TensorListReserve num_elements=0
      TensorListResize size=0
      TensorListSetItem index=0
      DepthwiseConv2dNativeBackpropInput input_sizes=1
      QuantizeAndDequantizeV3 num_bits=0
      ReverseV2 axis=1
      Slice begin=1 size=1
      Split split_dim=0
      SplitV size_splits=1 split_dim=0
      AvgPool value=4
      Conv2D input=4
      DepthwiseConv2dNative input=4
      LRN input=4
      MaxPool input=4
      MaxPoolV2 input=4
      AvgPool3D input=5
      Conv3D input=5
      MaxPool3D input=5
      """;

  private static final Map<String, Map<String, Integer>> RANKS = table(TABLE);

  private OperandRanks() {}

  /**
   * One operand of a node.
   *
   * @param name TensorFlow's name of it
   * @param type its type of elements
   * @param rank the number that the table gives it: the rank that the kernel wants
   */
  record Operand(String name, DataType type, int rank) {}

  /** Reads lines of an operation and its operands, each with a number. */
  static Map<String, Map<String, Integer>> table(String text) {
    Map<String, Map<String, Integer>> table = new HashMap<>();
    for (String line : text.lines().toList()) {
      List<String> words = List.of(line.split(" "));
      Map<String, Integer> operands = new HashMap<>();
      for (String word : words.subList(1, words.size())) {
        int equals = word.indexOf('=');
        operands.put(word.substring(0, equals), Integer.parseInt(word.substring(equals + 1)));
      }
      if (table.put(words.get(0), operands) != null) {
        throw new IllegalStateException("listed twice: " + words.get(0));
      }
    }
    return Map.copyOf(table);
  }

  /** Returns the operands of a checked node whose rank matters, by their place. */
  static Map<Integer, Operand> of(NodeDef node) {
    return of(node, RANKS);
  }

  /** Returns the operands of a checked node that a table names, by their place. */
  static Map<Integer, Operand> of(NodeDef node, Map<String, Map<String, Integer>> table) {
    Map<String, Integer> named = table.get(node.getOp());
    if (named == null) {
      return Map.of();
    }
    Map<Integer, Operand> operands = new TreeMap<>();
    OpDef definition = OperatorDefinitions.of(node.getOp());
    int place = 0;
    for (OpDef.ArgDef argument : definition.getInputArgList()) {
      List<DataType> types = types(definition, argument, node);
      Integer number = named.get(argument.getName());
      for (int i = 0; i < types.size(); i++) {
        if (number != null) {
          operands.put(place + i, new Operand(argument.getName(), types.get(i), number));
        }
      }
      place += types.size();
    }
    return operands;
  }

  private static List<DataType> types(OpDef definition, OpDef.ArgDef argument, NodeDef node) {
    if (!argument.getTypeListAttr().isEmpty()) {
      return SchemaCheck.value(definition, argument.getTypeListAttr(), node)
          .getList()
          .getTypeList();
    }
    AttrValue type =
        argument.getTypeAttr().isEmpty()
            ? AttrValue.newBuilder().setType(argument.getType()).build()
            : SchemaCheck.value(definition, argument.getTypeAttr(), node);
    long count =
        argument.getNumberAttr().isEmpty()
            ? 1
            : SchemaCheck.value(definition, argument.getNumberAttr(), node).getI();
    List<DataType> types = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      types.add(type.getType());
    }
    return types;
  }
}
