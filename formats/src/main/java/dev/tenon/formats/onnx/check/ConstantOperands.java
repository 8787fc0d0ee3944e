package dev.tenon.formats.onnx.check;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a graph's values without computing any: initializers, Constant nodes, the shapes
 * of inputs, and in a run what its outermost graph is fed.
 */
final class ConstantOperands {
  /** Longer ones say no axes, lengths or counts. */
  private static final int MOST = 1024;

  private final @Nullable ConstantOperands outer;
  private final Map<String, TensorProto> tensors = new HashMap<>();
  private final Map<String, AttributeProto> attributes = new HashMap<>();
  private final Map<String, TensorShapeProto> inputs = new HashMap<>();
  private final Set<String> others = new HashSet<>();

  /** Finds those of a graph; names that it does not give itself are those around it. */
  ConstantOperands(GraphProto graph, @Nullable ConstantOperands outer) {
    this.outer = outer;
    graph.getInitializerList().forEach(tensor -> tensors.put(tensor.getName(), tensor));
    for (ValueInfoProto input : graph.getInputList()) {
      if (outer != null) {
        // What a branch or a loop calls an input is not what is around it.
        others.add(input.getName());
      } else if (input.getType().getTensorType().hasShape()) {
        inputs.put(input.getName(), input.getType().getTensorType().getShape());
      }
    }
    add(graph.getNodeList());
  }

  /** Finds those of a function. */
  ConstantOperands(List<NodeProto> nodes) {
    this.outer = null;
    add(nodes);
  }

  private void add(List<NodeProto> nodes) {
    for (NodeProto node : nodes) {
      if (node.getOpType().equals("Constant")
          && node.getOutputCount() == 1
          && node.getAttributeCount() == 1
          // In a function another may be given with each call.
          && node.getAttribute(0).getRefAttrName().isEmpty()) {
        attributes.put(node.getOutput(0), node.getAttribute(0));
      } else if (outer != null) {
        others.addAll(node.getOutputList());
      }
    }
  }

  /**
   * Returns the numbers of a value; null if they are none, or not known before the run.
   *
   * @param fed what the outermost graph is fed
   */
  double @Nullable [] find(String name, Map<String, Tensor> fed) {
    Tensor given = outer == null ? fed.get(name) : null;
    if (given != null) {
      return numbers(given);
    }
    TensorProto tensor = tensors.get(name);
    if (tensor != null) {
      return numbers(tensor);
    }
    AttributeProto attribute = attributes.get(name);
    if (attribute != null) {
      return switch (attribute.getType()) {
        case INT -> new double[] {attribute.getI()};
        case INTS -> attribute.getIntsList().stream().mapToDouble(Long::doubleValue).toArray();
        case FLOAT -> new double[] {attribute.getF()};
        case FLOATS -> attribute.getFloatsList().stream().mapToDouble(f -> f).toArray();
        case TENSOR -> numbers(attribute.getT());
        default -> null;
      };
    }
    return outer == null || others.contains(name) ? null : outer.find(name, fed);
  }

  /**
   * Returns the lengths of a value, negative where they are not known; null for no known rank.
   *
   * @param fed what the outermost graph is fed
   */
  long @Nullable [] shape(String name, Map<String, Tensor> fed) {
    Tensor given = outer == null ? fed.get(name) : null;
    if (given != null) {
      return given.shape();
    }
    TensorProto tensor = tensors.get(name);
    if (tensor != null) {
      return lengths(tensor);
    }
    AttributeProto attribute = attributes.get(name);
    if (attribute != null) {
      return switch (attribute.getType()) {
        case INT, FLOAT -> new long[0];
        case INTS -> new long[] {attribute.getIntsCount()};
        case FLOATS -> new long[] {attribute.getFloatsCount()};
        case TENSOR -> lengths(attribute.getT());
        default -> null;
      };
    }
    TensorShapeProto input = inputs.get(name);
    if (input != null) {
      return input.getDimList().stream()
          .mapToLong(dim -> dim.hasDimValue() ? dim.getDimValue() : -1)
          .toArray();
    }
    return outer == null || others.contains(name) ? null : outer.shape(name, fed);
  }

  private static long[] lengths(TensorProto tensor) {
    return tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
  }

  private static double @Nullable [] numbers(TensorProto tensor) {
    int type = tensor.getDataType();
    boolean number =
        type == TensorProto.DataType.INT64_VALUE
            || type == TensorProto.DataType.INT32_VALUE
            || type == TensorProto.DataType.FLOAT_VALUE
            || type == TensorProto.DataType.DOUBLE_VALUE;
    boolean outside = tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
    if (!number || outside || tensor.getDimsCount() > 1) {
      return null;
    }
    if (tensor.getDimsCount() == 1 && (tensor.getDims(0) < 0 || tensor.getDims(0) > MOST)) {
      return null;
    }
    try {
      return numbers(OnnxFile.tensor(tensor, null));
    } catch (MalformedModelException | UnsupportedModelException e) {
      // What is wrong with it is said where it is read.
      return null;
    }
  }

  private static double @Nullable [] numbers(Tensor tensor) {
    DType type = tensor.dtype();
    boolean number =
        type == DType.INT64
            || type == DType.INT32
            || type == DType.FLOAT32
            || type == DType.FLOAT64;
    return number && tensor.size() <= MOST ? tensor.toDoubleArray() : null;
  }
}
