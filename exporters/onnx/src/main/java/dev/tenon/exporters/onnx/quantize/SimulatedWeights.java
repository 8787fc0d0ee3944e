package dev.tenon.exporters.onnx.quantize;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.tenon.exporters.onnx.edit.GraphEdit;
import dev.tenon.exporters.onnx.edit.OnnxAttributes;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.saving.onnx.WeightStorage;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;

/**
 * Computes the expected result of a file with smaller weights in float32, for tests of that file.
 *
 * <p>Every node stays; its weight is rounded to the smaller type, and for eight bits its input to
 * 256 steps between its extremes. It shares no code with {@link IntegerWeights}.
 */
public final class SimulatedWeights {
  private static final int LARGEST = 127;

  private final GraphEdit edit;

  private SimulatedWeights(GraphProto graph) {
    this.edit = new GraphEdit(graph);
  }

  /** Returns a graph with full weights as one that rounds them. */
  public static GraphProto apply(GraphProto graph, WeightStorage storage) {
    SimulatedWeights simulated = new SimulatedWeights(graph);
    if (storage == WeightStorage.FLOAT16) {
      return simulated.halved(graph);
    }
    for (NodeProto node : simulated.edit.sourceNodes()) {
      simulated.edit.keep(
          switch (storage) {
            case FULL, FLOAT16 -> node;
            case INT8 -> simulated.stepped(node);
          });
    }
    return simulated.edit.finish();
  }

  /** Rounds every weight to float16, where all its values are in the range of that. */
  private GraphProto halved(GraphProto graph) {
    // Under its own name, by which loops read it, too.
    GraphProto.Builder changed = graph.toBuilder();
    for (int i = 0; i < graph.getInitializerCount(); i++) {
      String name = graph.getInitializer(i).getName();
      Tensor weight = edit.weight(name);
      Tensor half = weight == null ? null : weight.cast(DType.FLOAT16).cast(DType.FLOAT32);
      if (half != null && isFinite(half)) {
        changed.setInitializer(i, OnnxFile.proto(name, half));
      }
    }
    return changed.build();
  }

  private static boolean isFinite(Tensor tensor) {
    for (int i = 0; i < tensor.size(); i++) {
      if (!Double.isFinite(tensor.getDouble(i))) {
        return false;
      }
    }
    return true;
  }

  private NodeProto stepped(NodeProto node) {
    if (!node.getDomain().isEmpty()) {
      return node;
    }
    boolean transposed = OnnxAttributes.number(node, "transB") != 0;
    boolean oneGroup = OnnxAttributes.number(node, "group") == 1;
    return switch (node.getOpType()) {
      case "MatMul" -> matrix(node, 1) ? input(weight(node, 1, 1)) : node;
      case "Gemm" ->
          matrix(node, 1) && IntegerWeights.isPlain(node)
              ? input(weight(node, 1, transposed ? 0 : 1))
              : node;
      case "Conv" -> {
        boolean large = node.getInputCount() > 1 && edit.weight(node.getInput(1)) != null;
        NodeProto rounded = weight(node, 1, 0);
        yield oneGroup && large ? input(rounded) : rounded;
      }
      case "Gather" ->
          matrix(node, 0) && OnnxAttributes.number(node, "axis") == 0 ? weight(node, 0, 0) : node;
      case "ConvTranspose" -> weight(node, 1, 1);
      case "LSTM", "GRU", "RNN" -> weight(weight(node, 1, 1), 2, 1);
      default -> node;
    };
  }

  private boolean matrix(NodeProto node, int place) {
    Tensor weight = edit.weight(node.getInput(place));
    return weight != null && weight.rank() == 2;
  }

  /** Lets a node read its first operand in 256 steps. */
  private NodeProto input(NodeProto node) {
    String name = node.getInput(0);
    String steps = edit.name(name + "/steps");
    String scale = edit.name(name + "/scale");
    String zero = edit.name(name + "/zero");
    edit.node("DynamicQuantizeLinear", List.of(), List.of(steps, scale, zero), name);
    String rounded =
        edit.node("DequantizeLinear", edit.name(name + "/rounded"), List.of(), steps, scale, zero);
    return node.toBuilder().setInput(0, rounded).build();
  }

  /** Lets a node read a weight in 255 steps around zero, as wide as each entry of an axis wants. */
  private NodeProto weight(NodeProto node, int place, int axis) {
    Tensor weight = place < node.getInputCount() ? edit.weight(node.getInput(place)) : null;
    if (weight == null) {
      return node;
    }
    long[] shape = weight.shape();
    int inner = 1;
    for (int i = axis + 1; i < shape.length; i++) {
      inner *= (int) shape[i];
    }
    int count = (int) shape[axis];
    double[] largest = new double[count];
    for (int i = 0; i < weight.size(); i++) {
      int entry = i / inner % count;
      largest[entry] = Math.max(largest[entry], Math.abs(weight.getDouble(i)));
    }
    float[] rounded = new float[weight.size()];
    for (int i = 0; i < rounded.length; i++) {
      double step = largest[i / inner % count] / LARGEST;
      rounded[i] = step == 0 ? 0 : (float) (Math.round(weight.getDouble(i) / step) * step);
    }
    String name = edit.add(node.getInput(place) + "/rounded", Tensor.of(rounded, shape));
    return node.toBuilder().setInput(place, name).build();
  }
}
