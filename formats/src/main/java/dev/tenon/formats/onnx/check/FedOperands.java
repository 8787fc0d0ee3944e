package dev.tenon.formats.onnx.check;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tenon.formats.onnx.Subgraphs;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The operands that a caller feeds, with checks of their shapes, counts, axes and lengths before a
 * run.
 *
 * <p>Constant operands have the same checks when the file is read.
 */
public final class FedOperands {
  /** Operators of which ONNX Runtime does not survive that they are given nothing. */
  private static final Set<String> NEEDING = Set.of("RNN", "GRU", "LSTM", "LpNormalization");

  private final List<Place> places = new ArrayList<>();
  private boolean needsElements;

  /** A node that reads an input, and what the file says around it. */
  private record Place(NodeProto node, ConstantOperands around) {}

  private FedOperands() {}

  /** Finds the nodes of a model, those of nested graphs included, that take such operands. */
  public static FedOperands of(ModelProto model) {
    FedOperands found = new FedOperands();
    Set<String> inputs = new HashSet<>();
    for (ValueInfoProto input : model.getGraph().getInputList()) {
      inputs.add(input.getName());
    }
    if (!inputs.isEmpty()) {
      found.add(model.getGraph(), inputs, null);
    }
    return found;
  }

  private void add(GraphProto graph, Set<String> inputs, @Nullable ConstantOperands outer) {
    ConstantOperands known = new ConstantOperands(graph, outer);
    for (NodeProto node : graph.getNodeList()) {
      needsElements |= NEEDING.contains(node.getOpType());
      if (OperandCheck.has(node.getOpType())
          && node.getInputList().stream().anyMatch(inputs::contains)) {
        places.add(new Place(node, known));
      }
      Subgraphs.of(node).forEach(body -> add(body, inputs, known));
    }
  }

  /**
   * Checks the fed operands.
   *
   * @param label names the model in messages
   * @throws IllegalArgumentException if an operator cannot be given such numbers
   */
  public void check(String label, Map<String, Tensor> fed) {
    if (needsElements) {
      fed.forEach((name, tensor) -> refuseEmpty(label, name, tensor));
    }
    for (Place place : places) {
      NodeProto node = place.node;
      try {
        OperandCheck.check(node, place.around, fed);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            label
                + ": node '"
                + node.getName()
                + "' ("
                + node.getOpType()
                + ") cannot take what is fed: "
                + e.getMessage(),
            e);
      }
    }
  }

  /** What is computed of nothing is nothing. */
  private static void refuseEmpty(String label, String name, Tensor tensor) {
    if (tensor.size() == 0) {
      throw new IllegalArgumentException(
          label
              + ": input '"
              + name
              + "' is of the shape "
              + tensor.shapeString()
              + ", without elements, of which the model cannot compute anything");
    }
  }
}
