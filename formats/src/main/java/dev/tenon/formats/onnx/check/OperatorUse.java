package dev.tenon.formats.onnx.check;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One node as its checks read it. Failures are IllegalArgumentExceptions without the node. */
final class OperatorUse {
  /** Beyond it native code overflows: no kernel has longer windows, counts or axes. */
  static final long MOST = Integer.MAX_VALUE;

  /** So many elements, 8 GiB of float32, has the largest value that numbers alone may ask for. */
  static final double MOST_ELEMENTS = 1L << 31;

  /** No engine has tensors of so many axes; TensorFlow's have at most 254. */
  static final long MOST_AXES = 1024;

  private final NodeProto node;
  private final ConstantOperands known;
  private final Map<String, Tensor> fed;

  OperatorUse(NodeProto node, ConstantOperands known, Map<String, Tensor> fed) {
    this.node = node;
    this.known = known;
    this.fed = fed;
  }

  NodeProto node() {
    return node;
  }

  int outputs() {
    return node.getOutputCount();
  }

  boolean has(int input) {
    return input < node.getInputCount() && !node.getInput(input).isEmpty();
  }

  /** Returns the numbers of an input; null if only the run knows them. */
  double @Nullable [] numbers(int input) {
    return has(input) ? known.find(node.getInput(input), fed) : null;
  }

  /** Returns the lengths of an input, negative where not known; null for no known rank. */
  long @Nullable [] shape(int input) {
    return has(input) ? known.shape(node.getInput(input), fed) : null;
  }

  private @Nullable AttributeProto attribute(String name) {
    for (AttributeProto attribute : node.getAttributeList()) {
      if (attribute.getName().equals(name) && attribute.getRefAttrName().isEmpty()) {
        return attribute;
      }
    }
    return null;
  }

  /** Returns a whole number; null if it is not said. */
  @Nullable Long integer(String name) {
    AttributeProto attribute = attribute(name);
    return attribute == null || attribute.getType() == AttributeType.INTS
        ? null
        : Long.valueOf(attribute.getI());
  }

  /** Returns whole numbers; null if they are not said. */
  @Nullable List<Long> integers(String name) {
    AttributeProto attribute = attribute(name);
    return attribute == null ? null : attribute.getIntsList();
  }

  /** Returns how many values a list attribute has; 0 if it is not said. */
  int count(String name) {
    AttributeProto attribute = attribute(name);
    return attribute == null
        ? 0
        : attribute.getIntsCount() + attribute.getFloatsCount() + attribute.getStringsCount();
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
    if (values != null) {
      for (long value : values) {
        if (value < least || value > most) {
          throw wrong(name, values.toString(), least, most);
        }
      }
    }
  }

  /** Demands that the numbers of an input, where they are known, lie between two. */
  void constantBetween(int input, String name, long least, long most) {
    double[] values = numbers(input);
    if (values != null && Arrays.stream(values).anyMatch(v -> !(v >= least && v <= most))) {
      throw wrong(name, text(values), least, most);
    }
  }

  /** Demands that an input, where it is known, is one number. */
  void single(int input, String name) {
    long[] shape = shape(input);
    double elements = shape == null ? 1 : elements(shape);
    if (elements >= 0 && elements != 1) {
      throw new IllegalArgumentException(
          name + " is of the shape " + Arrays.toString(shape) + "; expected one number");
    }
  }

  /** Demands that an input, where that is known, has a number of axes. */
  void rank(int input, int least, int most) {
    long[] shape = shape(input);
    if (shape != null && (shape.length < least || shape.length > most)) {
      throw new IllegalArgumentException(
          "input "
              + input
              + " is of the shape "
              + Arrays.toString(shape)
              + "; expected "
              + least
              + (most == least ? " axes" : most == MOST_AXES ? " or more axes" : " to " + most));
    }
  }

  /** Demands that an input, where that is known, has elements. */
  void notEmpty(int input) {
    long[] shape = shape(input);
    if (shape != null && elements(shape) == 0) {
      throw new IllegalArgumentException(
          "input " + input + " is of the shape " + Arrays.toString(shape) + ", without elements");
    }
  }

  /** Returns a text; null if it is not said. */
  @Nullable String word(String name) {
    AttributeProto attribute = attribute(name);
    return attribute == null ? null : attribute.getS().toStringUtf8();
  }

  /** Demands that one of some words is given. */
  void oneOf(String name, List<String> words) {
    String given = word(name);
    if (given != null && !words.contains(given)) {
      throw new IllegalArgumentException(name + " is '" + given + "'; expected one of " + words);
    }
  }

  /** Returns how many elements a shape has; negative where a length is not known. */
  static double elements(long[] shape) {
    double elements = 1;
    boolean open = false;
    for (long length : shape) {
      elements *= Math.max(0, length);
      open |= length < 0;
    }
    return open ? -1 : elements;
  }

  /** Refuses a result of more elements than fit. */
  static void refuseLarge(String what, double elements) {
    if (!(elements <= MOST_ELEMENTS)) {
      throw new IllegalArgumentException(
          what + " asks for " + elements + " elements; at most 2^31 are computed");
    }
  }

  static String text(double[] values) {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < values.length && i < 20; i++) {
      text.append(i == 0 ? "" : ", ");
      boolean whole = values[i] == Math.rint(values[i]) && Math.abs(values[i]) < 1e15;
      text.append(whole ? String.valueOf((long) values[i]) : String.valueOf(values[i]));
    }
    return text.append(']').toString();
  }

  static IllegalArgumentException wrong(String name, String value, long least, long most) {
    return new IllegalArgumentException(
        name
            + " is "
            + value
            + "; expected "
            + least
            + (most == Long.MAX_VALUE ? " or more" : " to " + most));
  }
}
