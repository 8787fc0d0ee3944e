package dev.tenon.formats.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The whole numbers that a graph holds: in initializers and in Constant nodes. */
final class ConstantOperands {
  /** Longer ones say no axes, lengths or counts. */
  private static final int MOST = 1024;

  private final @Nullable ConstantOperands outer;
  private final Map<String, TensorProto> tensors = new HashMap<>();
  private final Map<String, AttributeProto> attributes = new HashMap<>();
  private final Set<String> others = new HashSet<>();

  /** Finds those of a graph; names that it does not give itself are those around it. */
  ConstantOperands(GraphProto graph, @Nullable ConstantOperands outer) {
    this.outer = outer;
    graph.getInitializerList().forEach(tensor -> tensors.put(tensor.getName(), tensor));
    graph
        .getInputList()
        .forEach(
            input -> {
              // A caller may feed another value than the initializer's: only the run knows it.
              others.add(input.getName());
            });
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
          && node.getAttributeCount() == 1) {
        attributes.put(node.getOutput(0), node.getAttribute(0));
      } else if (outer != null) {
        others.addAll(node.getOutputList());
      }
    }
  }

  /** Returns the numbers of a value; null where they are none, or not known before the run. */
  long @Nullable [] find(String name) {
    TensorProto tensor = tensors.get(name);
    if (tensor != null) {
      return numbers(tensor);
    }
    AttributeProto attribute = attributes.get(name);
    if (attribute != null) {
      return switch (attribute.getType()) {
        case INT -> new long[] {attribute.getI()};
        case INTS -> attribute.getIntsList().stream().mapToLong(Long::longValue).toArray();
        case TENSOR -> numbers(attribute.getT());
        default -> null;
      };
    }
    return outer == null || others.contains(name) ? null : outer.find(name);
  }

  private static long @Nullable [] numbers(TensorProto tensor) {
    boolean whole =
        tensor.getDataType() == TensorProto.DataType.INT64_VALUE
            || tensor.getDataType() == TensorProto.DataType.INT32_VALUE;
    boolean outside = tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
    if (!whole || outside || tensor.getDimsCount() > 1) {
      return null;
    }
    if (tensor.getDimsCount() == 1 && (tensor.getDims(0) < 0 || tensor.getDims(0) > MOST)) {
      return null;
    }
    try {
      Tensor read = OnnxFile.tensor(tensor, null);
      return read.dtype() == DType.INT64 || read.dtype() == DType.INT32
          ? read.toLongArray()
          : null;
    } catch (MalformedModelException | UnsupportedModelException e) {
      // What is wrong with it is said where it is read.
      return null;
    }
  }
}
