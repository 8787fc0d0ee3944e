package dev.tenon.layers;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.lower.Lowered;
import dev.tenon.ir.lower.Lowering;
import dev.tenon.ir.lower.Mode;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LayerCall;
import dev.tenon.layers.base.LayerGraph;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lowers models of one layer. */
final class Layers {
  private Layers() {}

  /** Returns a shape with a symbol for the batch and for each length that is -1. */
  static Shape shape(long... lengths) {
    List<Dim> dims = new ArrayList<>();
    for (int i = 0; i < lengths.length; i++) {
      dims.add(lengths[i] < 0 ? Dim.symbol(i == 0 ? "batch" : "length" + i) : Dim.of(lengths[i]));
    }
    return Shape.of(dims);
  }

  static Lowered lower(Layer<?> layer, Mode mode, Shape... inputs) {
    List<Value> values = new ArrayList<>();
    List<Arg> args = new ArrayList<>();
    for (int i = 0; i < inputs.length; i++) {
      Value value = Value.of("x" + i, new TensorType(DType.FLOAT32, inputs[i]));
      values.add(value);
      args.add(new Arg.Ref(value));
    }
    Value output = Value.of("y", new TensorType(DType.FLOAT32, Shape.unknownRank()));
    LayerNode node = new LayerNode("layer", layer);
    List<Arg> given = args.size() == 1 ? args : List.of(new Arg.Seq(args));
    LayerCall call = new LayerCall("layer", node, given, Map.of(), List.of(output));
    LayerGraph graph =
        new LayerGraph("model", values, List.of(call), List.of(output), List.of("y"));
    return Lowering.lower(new NestedModel("Functional", graph, List.of(node)), mode);
  }
}
