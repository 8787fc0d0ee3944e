package dev.tenon.ir.lower;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.LayerCall;
import dev.tenon.layers.base.LayerGraph;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Infers the output types of a layer for given inputs, and builds the layer if necessary. */
public final class CallTypes {
  private CallTypes() {}

  /**
   * Returns the types of all results of a layer in the functional API. The first call builds the
   * layer and stores its parameters.
   *
   * @throws IllegalArgumentException if the inputs do not fit, naming the layer
   */
  public static List<TensorType> ofFirstCall(
      LayerNode node, List<Arg> args, Map<String, Arg> kwargs) {
    return results(node, lowered("", node, args, kwargs).keep());
  }

  /**
   * Returns the types of all results of a layer inside another.
   *
   * @param owner the path of the outer layer, which prefixes the names of weights
   * @throws IllegalArgumentException if the inputs do not fit, naming the layer
   */
  public static List<TensorType> of(
      String owner, LayerNode node, List<Arg> args, Map<String, Arg> kwargs) {
    return results(node, lowered(owner, node, args, kwargs));
  }

  private static Lowered lowered(
      String owner, LayerNode node, List<Arg> args, Map<String, Arg> kwargs) {
    Set<Value> inputs = new LinkedHashSet<>();
    args.forEach(arg -> inputs.addAll(arg.values()));
    kwargs.values().forEach(arg -> inputs.addAll(arg.values()));
    LayerCall call = new LayerCall(node.name(), node, args, kwargs, List.of());
    LayerGraph graph =
        new LayerGraph(node.name(), List.copyOf(inputs), List.of(call), List.of(), List.of());
    return Lowering.lower(
        new NestedModel("Functional", graph, List.of(node)), Mode.INFERENCE, null, owner);
  }

  private static List<TensorType> results(LayerNode node, Lowered lowered) {
    List<Value> outputs = lowered.inner().get(node.name());
    if (outputs == null) {
      throw new IllegalStateException("layer " + node + " was not called");
    }
    return outputs.stream().map(Value::type).toList();
  }
}
