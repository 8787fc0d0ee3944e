package dev.tenon.formats.onnx.check;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.tenon.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What operators mean by their attributes and known operands, where no schema says it: positive
 * windows and counts, axes that a tensor can have, lists that fit together, results that fit into
 * memory.
 *
 * <p>ONNX Runtime and TensorFlow divide by such numbers or reach into memory with them before they
 * look, which ends the process.
 */
final class OperandCheck {
  private static final Map<String, Consumer<OperatorUse>> RULES = new HashMap<>();

  static {
    WindowRules.register(RULES);
    ShapeRules.register(RULES);
    SpectrumRules.register(RULES);
    CountRules.register(RULES);
    QuantizedRules.register(RULES);
  }

  /** What a number of this name must be in every operator that has it: the least, the largest. */
  private static final Map<String, long[]> ANYWHERE = new HashMap<>();

  static {
    long[] axis = {-OperatorUse.MOST_AXES, OperatorUse.MOST_AXES};
    long[] count = {1, OperatorUse.MOST};
    for (String name : new String[] {"axis", "axes", "batch_axis", "time_axis", "batch_dims"}) {
      ANYWHERE.put(name, axis);
    }
    for (String name : new String[] {"group", "num_groups", "offset_group", "hidden_size"}) {
      ANYWHERE.put(name, count);
    }
    // Operators of com.microsoft take 0 heads for what the shapes tell.
    for (String name : new String[] {"num_heads", "kv_num_heads", "q_num_heads"}) {
      ANYWHERE.put(name, new long[] {0, OperatorUse.MOST});
    }
  }

  private OperandCheck() {}

  /** Returns whether something is demanded of an operator of this name. */
  static boolean has(String operator) {
    return RULES.containsKey(operator);
  }

  /**
   * Checks one node.
   *
   * @param fed what the outermost graph is fed in a run; empty before
   * @throws IllegalArgumentException if it is wrong
   */
  static void check(NodeProto node, ConstantOperands known, Map<String, Tensor> fed) {
    OperatorUse use = new OperatorUse(node, known, fed);
    for (AttributeProto attribute : node.getAttributeList()) {
      long[] bounds = ANYWHERE.get(attribute.getName());
      if (bounds != null && attribute.getRefAttrName().isEmpty()) {
        if (attribute.getType() == AttributeType.INTS) {
          use.allBetween(attribute.getName(), bounds[0], bounds[1]);
        } else {
          use.between(attribute.getName(), bounds[0], bounds[1]);
        }
      }
    }
    Consumer<OperatorUse> rule = RULES.get(node.getOpType());
    if (rule != null) {
      rule.accept(use);
    }
  }
}
