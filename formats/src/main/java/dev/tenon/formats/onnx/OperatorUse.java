package dev.tenon.formats.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One node as its checks read it. Failures are IllegalArgumentExceptions without the node. */
final class OperatorUse {
  /** Beyond it native code overflows: no kernel has longer windows, counts or axes. */
  static final long MOST = Integer.MAX_VALUE;

  private final NodeProto node;
  private final ConstantOperands constants;

  OperatorUse(NodeProto node, ConstantOperands constants) {
    this.node = node;
    this.constants = constants;
  }

  int outputs() {
    return node.getOutputCount();
  }

  boolean has(int input) {
    return input < node.getInputCount() && !node.getInput(input).isEmpty();
  }

  /** Returns the numbers of an input; null where only the run knows them. */
  long @Nullable [] constant(int input) {
    return has(input) ? constants.find(node.getInput(input)) : null;
  }

  private @Nullable AttributeProto attribute(String name) {
    for (AttributeProto attribute : node.getAttributeList()) {
      if (attribute.getName().equals(name) && attribute.getRefAttrName().isEmpty()) {
        return attribute;
      }
    }
    return null;
  }

  /** Returns a whole number; null where it is not said. */
  @Nullable Long integer(String name) {
    AttributeProto attribute = attribute(name);
    return attribute == null || attribute.getType() == AttributeType.INTS
        ? null
        : Long.valueOf(attribute.getI());
  }

  /** Returns whole numbers; null where they are not said. */
  @Nullable List<Long> integers(String name) {
    AttributeProto attribute = attribute(name);
    return attribute == null ? null : attribute.getIntsList();
  }

  String text(String name, String otherwise) {
    AttributeProto attribute = attribute(name);
    return attribute == null ? otherwise : attribute.getS().toStringUtf8();
  }

  /** Demands that a number, where it is said, lies between two. */
  void between(String name, long least, long most) {
    Long value = integer(name);
    if (value != null && (value < least || value > most)) {
      throw wrong(name, String.valueOf(value), least, most);
    }
  }

  /** Demands that all numbers of a list, where it is said, lie between two. */
  void allBetween(String name, long least, long most) {
    List<Long> values = integers(name);
    if (values != null && values.stream().anyMatch(v -> v < least || v > most)) {
      throw wrong(name, values.toString(), least, most);
    }
  }

  /** Demands that the numbers of an input, where they are known, lie between two. */
  void constantBetween(int input, String name, long least, long most) {
    long[] values = constant(input);
    if (values != null && Arrays.stream(values).anyMatch(v -> v < least || v > most)) {
      throw wrong(name, Arrays.toString(values), least, most);
    }
  }

  /** Demands that an input, where it is known, is one number. */
  void single(int input, String name) {
    long[] values = constant(input);
    if (values != null && values.length != 1) {
      throw new IllegalArgumentException(name + " has " + values.length + " numbers; expected 1");
    }
  }

  /** Demands that one of some words is given. */
  void oneOf(String name, List<String> words) {
    AttributeProto attribute = attribute(name);
    if (attribute != null && !words.contains(attribute.getS().toStringUtf8())) {
      throw new IllegalArgumentException(
          name + " is '" + attribute.getS().toStringUtf8() + "'; expected one of " + words);
    }
  }

  static IllegalArgumentException wrong(String name, String value, long least, long most) {
    return new IllegalArgumentException(
        name
            + " is "
            + value
            + "; expected "
            + least
            + (most == MOST || most == Long.MAX_VALUE ? " or more" : " to " + most));
  }
}
