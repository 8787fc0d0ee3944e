package dev.tenon.importers.onnx;

import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A whole ONNX network as one layer, which can be compiled and fitted.
 *
 * <p>Training computes the same as inference: without dropout, and with fixed statistics of batch
 * normalization, as in PyTorch's evaluation mode.
 *
 * @param onnx the network
 * @param trainable the trainable initializers, by name; evaluated at every compilation
 */
public record OnnxNetwork(OnnxGraph onnx, Predicate<String> trainable)
    implements Layer<Map<Parameter, Parameter>> {
  @Override
  public int fewestInputs() {
    return onnx.graph().inputs().size();
  }

  @Override
  public Map<Parameter, Parameter> build(Build build, List<Shape> inputs) {
    Map<Parameter, Parameter> own = new IdentityHashMap<>();
    for (Parameter parameter : onnx.parameters()) {
      boolean weight = parameter.role() == Parameter.Role.WEIGHT;
      own.put(
          parameter,
          build.declare(
              parameter.name(),
              Shape.of(parameter.shape()),
              parameter.dtype(),
              weight ? Parameter.Role.WEIGHT : Parameter.Role.CONSTANT,
              null));
    }
    return own;
  }

  @Override
  public boolean learns(String weight) {
    return trainable.test(weight);
  }

  @Override
  public List<Value> call(Map<Parameter, Parameter> own, Call call, List<Value> inputs) {
    Map<Value, Value> now = new IdentityHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      now.put(onnx.graph().inputs().get(i), inputs.get(i));
    }
    for (OperatorNode node : onnx.graph().nodes()) {
      List<@Nullable Value> operands = node.map(input -> find(input, now, own, call));
      List<Value> results =
          call.ops()
              .applyAllAs(
                  node.outputs().stream().map(Value::type).toList(),
                  node.operator(),
                  operands,
                  // PyTorch begins its names with a slash; here the layer's comes first.
                  node.name().startsWith("/") ? node.name().substring(1) : node.name());
      for (int i = 0; i < results.size(); i++) {
        now.put(node.outputs().get(i), results.get(i));
      }
    }
    return onnx.graph().outputs().stream().map(output -> find(output, now, own, call)).toList();
  }

  private static Value find(
      Value value, Map<Value, Value> now, Map<Parameter, Parameter> own, Call call) {
    Parameter parameter = value.parameter();
    if (parameter != null) {
      Parameter declared = own.get(parameter);
      if (declared == null) {
        throw new IllegalStateException("no weight '" + parameter.path() + "' was declared");
      }
      return call.stored(declared);
    }
    return now.getOrDefault(value, value);
  }
}
