package dev.tenon.exporters.onnx.quantize;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.tenon.exporters.onnx.edit.GraphEdit;
import dev.tenon.exporters.onnx.edit.OnnxAttributes;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Stores large float32 weights in eight bits, with ONNX Runtime's integer operators. */
public final class IntegerWeights {
  /** A quantised input: its values, its scale, its zero point. */
  private record Input(String values, String scale, String zero) {}

  /** A quantised weight in the file, by names. */
  private record Weight(String values, String scales, String zero, int channels) {}

  private final GraphEdit edit;
  private final Map<String, Input> inputs = new HashMap<>();
  private final Map<List<Object>, Weight> weights = new HashMap<>();
  private final Map<List<Object>, String> restored = new HashMap<>();

  private IntegerWeights(GraphProto graph) {
    this.edit = new GraphEdit(graph);
  }

  /** Returns a graph with large weights in eight bits. */
  public static GraphProto apply(GraphProto graph) {
    IntegerWeights integers = new IntegerWeights(graph);
    for (NodeProto node : integers.edit.sourceNodes()) {
      if (!node.getDomain().isEmpty() || !integers.write(node)) {
        integers.edit.keep(node);
      }
    }
    return integers.edit.finish();
  }

  /** Writes the node in another way; returns false if it stays. */
  private boolean write(NodeProto node) {
    return switch (node.getOpType()) {
      case "MatMul" -> matMul(node);
      case "Gemm" -> gemm(node);
      case "Conv" -> OnnxAttributes.number(node, "group") == 1 ? conv(node) : restore(node, 0, 1);
      case "Gather" -> gather(node);
      case "ConvTranspose" -> restore(node, 1, 1);
      case "LSTM", "GRU", "RNN" -> restore(node, 1, 1, 2);
      default -> false;
    };
  }

  private boolean matMul(NodeProto node) {
    Tensor kernel = edit.weight(node.getInput(1));
    if (kernel == null || kernel.rank() != 2) {
      return false;
    }
    Weight weight = weight(node.getInput(1), kernel, 1, DType.UINT8);
    product("MatMulInteger", List.of(), node, weight, weight.scales, node.getOutput(0));
    return true;
  }

  private boolean gemm(NodeProto node) {
    Tensor kernel = edit.weight(node.getInput(1));
    if (kernel == null || kernel.rank() != 2 || !isPlain(node)) {
      return false;
    }
    boolean turned = OnnxAttributes.number(node, "transB") != 0;
    Weight weight =
        turned
            ? weight(node.getInput(1) + "/transposed", kernel.transpose(1, 0), 1, DType.UINT8)
            : weight(node.getInput(1), kernel, 1, DType.UINT8);
    String bias = node.getInputCount() > 2 ? node.getInput(2) : "";
    String result = node.getOutput(0);
    String before = bias.isEmpty() ? result : edit.name(result + "/product");
    product("MatMulInteger", List.of(), node, weight, weight.scales, before);
    if (!bias.isEmpty()) {
      edit.node("Add", result, List.of(), before, bias);
    }
    return true;
  }

  private boolean conv(NodeProto node) {
    Tensor kernel = edit.weight(node.getInput(1));
    if (kernel == null) {
      return false;
    }
    Weight weight = weight(node.getInput(1), kernel, 0, DType.UINT8);
    long[] channels = new long[kernel.rank() - 1];
    Arrays.fill(channels, 1);
    channels[0] = weight.channels;
    String bias = node.getInputCount() > 2 ? node.getInput(2) : "";
    String result = node.getOutput(0);
    String before = bias.isEmpty() ? result : edit.name(result + "/product");
    String scales = shaped(weight.scales, channels);
    product("ConvInteger", node.getAttributeList(), node, weight, scales, before);
    if (!bias.isEmpty()) {
      edit.node("Add", result, List.of(), before, shaped(bias, channels));
    }
    return true;
  }

  /** Writes the product of a quantised input and weight, and turns it back to float32. */
  private void product(
      String opType,
      List<AttributeProto> attributes,
      NodeProto node,
      Weight weight,
      String scales,
      String result) {
    Input input = inputs.computeIfAbsent(node.getInput(0), this::quantize);
    String sum =
        edit.node(
            opType,
            edit.name(result + "/integers"),
            attributes,
            input.values,
            weight.values,
            input.zero,
            weight.zero);
    String real =
        edit.node(
            "Cast",
            edit.name(result + "/real"),
            List.of(GraphEdit.attribute("to", DType.FLOAT32)),
            sum);
    String scale = edit.node("Mul", edit.name(result + "/scale"), List.of(), input.scale, scales);
    edit.node("Mul", result, List.of(), real, scale);
  }

  private Input quantize(String name) {
    Input input =
        new Input(edit.name(name + "/uint8"), edit.name(name + "/step"), edit.name(name + "/zero"));
    edit.node(
        "DynamicQuantizeLinear", List.of(), List.of(input.values, input.scale, input.zero), name);
    return input;
  }

  /** Rows are gathered in eight bits and turned back afterwards, each with its own scale. */
  private boolean gather(NodeProto node) {
    Tensor table = edit.weight(node.getInput(0));
    if (table == null || table.rank() != 2 || OnnxAttributes.number(node, "axis") != 0) {
      return false;
    }
    Weight weight = weight(node.getInput(0), table, 0, DType.INT8);
    String result = node.getOutput(0);
    String rows =
        edit.node(
            "Gather", edit.name(result + "/int8"), List.of(), weight.values, node.getInput(1));
    String real =
        edit.node(
            "Cast",
            edit.name(result + "/real"),
            List.of(GraphEdit.attribute("to", DType.FLOAT32)),
            rows);
    String column = shaped(weight.scales, weight.channels, 1);
    String scales =
        edit.node("Gather", edit.name(result + "/scale"), List.of(), column, node.getInput(1));
    edit.node("Mul", result, List.of(), real, scales);
    return true;
  }

  /** Turns some weights back before the node reads them. */
  private boolean restore(NodeProto node, int axis, int... places) {
    NodeProto.Builder changed = node.toBuilder();
    boolean any = false;
    for (int place : places) {
      String name = place < node.getInputCount() ? node.getInput(place) : "";
      Tensor tensor = edit.weight(name);
      if (tensor != null) {
        changed.setInput(place, restored(name, tensor, axis));
        any = true;
      }
    }
    if (any) {
      edit.keep(changed.build());
    }
    return any;
  }

  private String restored(String name, Tensor tensor, int axis) {
    return restored.computeIfAbsent(
        List.of(name, axis),
        key -> {
          Weight weight = weight(name, tensor, axis, DType.INT8);
          return edit.node(
              "DequantizeLinear",
              edit.name(name + "/restored"),
              List.of(GraphEdit.attribute("axis", (long) axis)),
              weight.values,
              weight.scales);
        });
  }

  private Weight weight(String name, Tensor tensor, int axis, DType type) {
    return weights.computeIfAbsent(
        List.of(name, axis, type),
        key -> {
          Quantized quantized = Quantized.of(tensor, axis, type);
          return new Weight(
              edit.add(name + "/" + type.numpyName(), quantized.values()),
              edit.add(name + "/scale", quantized.scales()),
              quantized.zero() == 0 ? "" : edit.add(name + "/zero", quantized.zeroPoint()),
              quantized.scales().size());
        });
  }

  /** Returns a vector in another shape. */
  private String shaped(String name, long... shape) {
    String target = edit.add(name + "/shape", Tensor.of(shape, shape.length));
    return edit.node("Reshape", edit.name(name + "/shaped"), List.of(), name, target);
  }

  /** Returns whether a Gemm is a product and a sum, without factors. */
  static boolean isPlain(NodeProto node) {
    return OnnxAttributes.number(node, "transA") == 0
        && OnnxAttributes.number(node, "alpha") == 1
        && OnnxAttributes.number(node, "beta") == 1;
  }
}
