package dev.tenon.formats.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Replaces the outputs of {@code ZipMap} by the tensors before it.
 *
 * <p>scikit-learn's exporters write a classifier's probabilities as a sequence of maps from class
 * to number, one for each sample. The tensor before has the shape (samples, classes).
 */
public final class ZipMapRemoval {
  private ZipMapRemoval() {}

  /** Returns the model with tensors in place of such outputs; itself without them. */
  public static ModelProto toTensors(ModelProto model) {
    Map<String, Long> classes = find(model.getGraph());
    if (classes.isEmpty()) {
      return model;
    }
    ModelProto.Builder changed = model.toBuilder().setGraph(replace(model.getGraph(), classes));
    boolean standard =
        model.getOpsetImportList().stream().anyMatch(set -> Domains.isStandard(set.getDomain()));
    return standard
        ? changed.build()
        : changed.addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13)).build();
  }

  /** Returns how many classes there are in each output that is made by such a node. */
  private static Map<String, Long> find(GraphProto graph) {
    Set<String> maps = new HashSet<>();
    for (ValueInfoProto output : graph.getOutputList()) {
      if (output.getType().hasSequenceType()) {
        maps.add(output.getName());
      }
    }
    Map<String, Long> classes = new HashMap<>();
    for (NodeProto node : graph.getNodeList()) {
      if (isZipMap(node) && maps.contains(node.getOutput(0))) {
        classes.put(node.getOutput(0), classes(node));
      }
    }
    // What a node reads as maps must stay maps.
    graph.getNodeList().forEach(node -> node.getInputList().forEach(classes::remove));
    return classes;
  }

  private static boolean isZipMap(NodeProto node) {
    return node.getOpType().equals("ZipMap")
        && node.getDomain().equals("ai.onnx.ml")
        && node.getInputCount() == 1
        && node.getOutputCount() == 1;
  }

  private static long classes(NodeProto node) {
    for (AttributeProto attribute : node.getAttributeList()) {
      int count = Math.max(attribute.getStringsCount(), attribute.getIntsCount());
      if (attribute.getName().startsWith("classlabels_") && count > 0) {
        return count;
      }
    }
    return -1;
  }

  private static GraphProto replace(GraphProto graph, Map<String, Long> classes) {
    GraphProto.Builder changed = graph.toBuilder();
    for (int i = 0; i < graph.getNodeCount(); i++) {
      NodeProto node = graph.getNode(i);
      if (isZipMap(node) && classes.containsKey(node.getOutput(0))) {
        changed.setNode(i, node.toBuilder().setOpType("Identity").clearDomain().clearAttribute());
      }
    }
    for (int i = 0; i < graph.getOutputCount(); i++) {
      Long count = classes.get(graph.getOutput(i).getName());
      if (count != null) {
        changed.setOutput(i, graph.getOutput(i).toBuilder().setType(rows(count)));
      }
    }
    return changed.build();
  }

  private static TypeProto rows(long classes) {
    TypeProto.Builder type = TypeProto.newBuilder();
    TypeProto.Tensor.Builder tensor = type.getTensorTypeBuilder();
    tensor.setElemType(TensorProto.DataType.FLOAT_VALUE);
    tensor.getShapeBuilder().addDimBuilder();
    if (classes < 0) {
      tensor.getShapeBuilder().addDimBuilder();
    } else {
      tensor.getShapeBuilder().addDimBuilder().setDimValue(classes);
    }
    return type.build();
  }
}
