package dev.tenon.runtime.onnxruntime.provider;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tenon.exporters.onnx.OnnxModel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The models that OpenVINO computes as ONNX says: of float32 inputs with one free axis, by
 * operators that were compared.
 *
 * <p>OpenVINO 2026.4 returns other numbers of LSTM, GRU, RNN and Resize, counts int64 modulo 2^32,
 * reads zeros where an index is out of range, and says nothing of it. A tensor without elements
 * ends the process; none of these operators makes one where all sizes but the batch are known. A
 * provider takes all nodes of a model that it knows, and offers no way to keep some from it.
 */
final class OpenVinoOperators {
  /** Each returns float32 where what it reads is float32 or constant. */
  private static final Set<String> COMPARED =
      Set.of(
          "Abs",
          "Add",
          "AveragePool",
          "BatchNormalization",
          "Clip",
          "Concat",
          "Constant",
          "Conv",
          "ConvTranspose",
          "DepthToSpace",
          "Div",
          "Elu",
          "Erf",
          "Exp",
          "Flatten",
          "Gelu",
          "Gemm",
          "GlobalAveragePool",
          "GlobalMaxPool",
          "HardSigmoid",
          "HardSwish",
          "Identity",
          "InstanceNormalization",
          "LayerNormalization",
          "LeakyRelu",
          "Log",
          "LogSoftmax",
          "MatMul",
          "MaxPool",
          "Mul",
          "Neg",
          "PRelu",
          "Pow",
          "Reciprocal",
          "ReduceMax",
          "ReduceMean",
          "ReduceMin",
          "ReduceSum",
          "Relu",
          "Reshape",
          "Selu",
          "Sigmoid",
          "Softmax",
          "Softplus",
          "Softsign",
          "SpaceToDepth",
          "Sqrt",
          "Squeeze",
          "Sub",
          "Tanh",
          "Transpose",
          "Unsqueeze");

  /** Attributes that OpenVINO reads in another way, or not at all, unless they are 0. */
  private static final Set<String> OTHERWISE = Set.of("ceil_mode", "training_mode");

  private OpenVinoOperators() {}

  /** Says whether OpenVINO computes a model, as long as no input is without elements. */
  static boolean compute(OnnxModel model) {
    GraphProto graph = model.proto().getGraph();
    Set<String> weights = new HashSet<>();
    for (TensorProto weight : graph.getInitializerList()) {
      weights.add(weight.getName());
    }
    return graph.getSparseInitializerCount() == 0
        && graph.getInitializerList().stream().allMatch(OpenVinoOperators::hasElements)
        && graph.getInputList().stream()
            .filter(input -> !weights.contains(input.getName()))
            .allMatch(OpenVinoOperators::isFloatOfKnownSizes)
        && graph.getNodeList().stream().allMatch(OpenVinoOperators::isCompared);
  }

  private static boolean hasElements(TensorProto tensor) {
    return !tensor.getDimsList().contains(0L);
  }

  private static boolean isFloatOfKnownSizes(ValueInfoProto input) {
    TypeProto.Tensor type = input.getType().getTensorType();
    List<TensorShapeProto.Dimension> sizes = type.getShape().getDimList();
    return type.getElemType() == TensorProto.DataType.FLOAT_VALUE
        && type.hasShape()
        && sizes.stream().allMatch(size -> !size.hasDimValue() || size.getDimValue() > 0)
        && sizes.stream().skip(1).allMatch(TensorShapeProto.Dimension::hasDimValue);
  }

  /** A second output, as of MaxPool, is of places. */
  private static boolean isCompared(NodeProto node) {
    boolean standard = node.getDomain().isEmpty() || node.getDomain().equals("ai.onnx");
    return standard
        && COMPARED.contains(node.getOpType())
        && node.getOutputCount() == 1
        && node.getAttributeList().stream().allMatch(OpenVinoOperators::isCompared);
  }

  private static boolean isCompared(AttributeProto attribute) {
    return hasElements(attribute.getT())
        && (attribute.getI() == 0 || !OTHERWISE.contains(attribute.getName()));
  }
}
