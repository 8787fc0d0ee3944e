package dev.tenon.layers.functional;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.lower.CallTypes;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.LayerCall;
import dev.tenon.layers.base.LayerNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Applies layers to symbolic tensors. */
final class FunctionalCall {
  private FunctionalCall() {}

  /** Applies a layer to tensors, numbers and lists of them. */
  static List<KerasTensor> of(
      LayerNode node, List<?> inputs, Map<String, ? extends @Nullable Object> keywords) {
    List<KerasTensor> sources = new ArrayList<>();
    List<Arg> args = new ArrayList<>();
    inputs.forEach(input -> args.add(argument(input, sources)));
    Map<String, Arg> kwargs = new LinkedHashMap<>();
    keywords.forEach((name, value) -> kwargs.put(name, argument(value, sources)));
    List<TensorType> types = CallTypes.ofFirstCall(node, args, kwargs);
    List<Value> outputs = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      outputs.add(Value.of(node.name() + (i == 0 ? "" : ":" + i), types.get(i)));
    }
    LayerCall call = new LayerCall(node.name(), node, args, kwargs, outputs);
    return outputs.stream()
        .<KerasTensor>map(output -> new SymbolicTensor(output, call, sources))
        .toList();
  }

  /** Returns what a layer is called with; tensors among it are added to a list. */
  static Arg argument(@Nullable Object value, List<KerasTensor> sources) {
    if (value instanceof KerasTensor tensor) {
      sources.add(tensor);
      return new Arg.Ref(tensor.value());
    }
    if (value instanceof Arg given) {
      return given;
    }
    if (value instanceof List<?> list) {
      return new Arg.Seq(list.stream().map(item -> argument(item, sources)).toList());
    }
    return new Arg.Const(value);
  }
}
