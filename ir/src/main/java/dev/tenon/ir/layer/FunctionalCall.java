package dev.tenon.ir.layer;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.lower.CallTypes;
import dev.tenon.ir.shape.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Applies layers to tensors that do not exist yet. */
final class FunctionalCall {
  private FunctionalCall() {}

  static List<KerasTensor> of(
      LayerNode node, List<KerasTensor> inputs, Map<String, Object> keywords) {
    List<Arg> args = new ArrayList<>();
    inputs.forEach(input -> args.add(new Arg.Ref(input.value())));
    return apply(node, args, inputs, keywords);
  }

  static List<KerasTensor> ofList(LayerNode node, List<KerasTensor> inputs) {
    List<Arg> items = new ArrayList<>();
    inputs.forEach(input -> items.add(new Arg.Ref(input.value())));
    return apply(node, List.of(new Arg.Seq(items)), inputs, Map.of());
  }

  /** Applies a layer to tensors, numbers and lists of them. */
  static List<KerasTensor> mixed(
      LayerNode node, List<Object> inputs, Map<String, Object> keywords) {
    List<KerasTensor> sources = new ArrayList<>();
    List<Arg> args = inputs.stream().map(input -> argument(input, sources)).toList();
    return apply(node, args, sources, keywords);
  }

  private static List<KerasTensor> apply(
      LayerNode node, List<Arg> args, List<KerasTensor> inputs, Map<String, Object> keywords) {
    List<KerasTensor> sources = new ArrayList<>(inputs);
    Map<String, Arg> kwargs = new LinkedHashMap<>();
    keywords.forEach((name, value) -> kwargs.put(name, argument(value, sources)));
    List<TensorType> types = CallTypes.of(node, args, kwargs);
    List<Value> outputs = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      outputs.add(Value.of(node.name() + (i == 0 ? "" : ":" + i), types.get(i)));
    }
    LayerCall call = new LayerCall(node.name(), node, args, kwargs, outputs);
    return outputs.stream().map(output -> new KerasTensor(output, call, sources)).toList();
  }

  private static Arg argument(@Nullable Object value, List<KerasTensor> sources) {
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
