package dev.tenon.layers;

import dev.tenon.internal.layers.LayerNames;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.lower.CallTypes;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.LayerCall;
import dev.tenon.layers.base.LayerGraph;
import dev.tenon.layers.base.LayerLike;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A chain of layers that is an attribute of another layer, and is built when that one is. */
record InnerSequential(List<LayerLike> layers) implements LayerLike {
  @Override
  public LayerNode member() {
    throw new IllegalStateException(
        "sequential(…) is for the inside of a layer: in a model use Model.sequential(…)");
  }

  @Override
  public LayerNode inside(Build owner, String attribute, List<Shape> inputs) {
    Value input =
        Value.of(attribute + "_input", new TensorType(owner.policy().compute(), inputs.get(0)));
    Value at = input;
    List<LayerCall> calls = new ArrayList<>();
    List<LayerNode> nodes = new ArrayList<>();
    Map<String, Integer> counts = new HashMap<>();
    for (LayerLike layer : layers) {
      LayerNode node = layer.inside(owner, name(layer, counts), List.of(at.shape()));
      List<Arg> args = List.of(new Arg.Ref(at));
      String path = owner.path() + "/" + attribute;
      at = Value.of(node.name(), CallTypes.of(path, node, args, Map.of()).get(0));
      calls.add(new LayerCall(node.name(), node, args, Map.of(), List.of(at)));
      nodes.add(node);
    }
    LayerGraph graph =
        new LayerGraph(attribute, List.of(input), calls, List.of(at), List.of(at.name()));
    return new LayerNode(
        attribute, new NestedModel("Sequential", graph, nodes), owner.trainable(), owner.policy());
  }

  private static String name(LayerLike layer, Map<String, Integer> counts) {
    String className =
        layer instanceof LayerSpec<?, ?> spec
            ? spec.config().className()
            : layer.getClass().getSimpleName();
    String base = LayerNames.snakeCase(className);
    int count = counts.merge(base, 1, Integer::sum) - 1;
    return count == 0 ? base : base + "_" + count;
  }
}
