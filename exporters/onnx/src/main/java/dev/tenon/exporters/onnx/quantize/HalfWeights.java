package dev.tenon.exporters.onnx.quantize;

import ai.onnx.proto.OnnxMl.GraphProto;
import dev.tenon.exporters.onnx.edit.GraphEdit;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.TreeSet;

/** Stores large float32 weights as float16. */
public final class HalfWeights {
  private static final double LARGEST = 65504;

  private HalfWeights() {}

  /** Returns a graph with large weights in float16. */
  public static GraphProto apply(GraphProto graph) {
    GraphEdit edit = new GraphEdit(graph);
    for (String name : new TreeSet<>(edit.weights())) {
      Tensor weight = edit.weight(name);
      if (weight != null && fits(weight)) {
        String half = edit.add(name + "/float16", weight.cast(DType.FLOAT16));
        edit.node("Cast", name, List.of(GraphEdit.attribute("to", DType.FLOAT32)), half);
      }
    }
    edit.sourceNodes().forEach(edit::keep);
    return edit.finish();
  }

  private static boolean fits(Tensor weight) {
    for (int i = 0; i < weight.size(); i++) {
      if (!(Math.abs(weight.getDouble(i)) <= LARGEST)) {
        return false;
      }
    }
    return true;
  }
}
