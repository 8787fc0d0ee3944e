package dev.tenon.inspect;

import dev.tenon.Model;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.importers.onnx.OnnxGraph;
import dev.tenon.importers.onnx.OnnxStructure;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Scope;
import dev.tenon.ir.layer.SubLayer;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts parameters, operations, memory and the receptive field of every step. */
public final class Costs {
  private Costs() {}

  /**
   * Returns the cost of every step by its path.
   *
   * @param values what the steps gave, by name; an ONNX file says the lengths of few of its values,
   *     so that its operations are counted from these; may be empty
   */
  public static Map<String, Cost> of(Model model, Map<String, Tensor> values) {
    Structure structure = Structure.of(model);
    return model.isKeras()
        ? keras(model.keras(), structure)
        : onnx(model.onnx(), structure, values, onnxFields(model));
  }

  private static Map<String, Cost> keras(KerasModel keras, Structure structure) {
    Map<String, Long> flops = flops(keras);
    Map<Value, ReceptiveFields.Field> fields = ReceptiveFields.of(keras.lowered().graph());
    Map<String, Parameter> parameters = new HashMap<>();
    Map<String, Boolean> trainable = new HashMap<>();
    for (SubLayer<?> layer : keras.lowered().built().values()) {
      collect(layer.scope(), layer.node().trainable(), parameters, trainable);
    }
    Map<String, Cost> costs = new LinkedHashMap<>();
    for (Step step : structure.steps()) {
      long count = 0;
      long free = 0;
      long bytes = 0;
      for (String path : step.weights()) {
        Parameter parameter = parameters.get(path);
        if (parameter == null || parameter.name().equals("seed_generator_state")) {
          continue;
        }
        count += parameter.size();
        bytes += parameter.size() * parameter.dtype().bytes();
        free += trainable.getOrDefault(path, false) ? parameter.size() : 0;
      }
      List<Value> outputs = keras.lowered().inner().getOrDefault(step.path(), List.of());
      ReceptiveFields.Field field = outputs.isEmpty() ? null : fields.get(outputs.get(0));
      Long flop = flops.getOrDefault(step.path(), 0L);
      costs.put(
          step.path(),
          new Cost(
              count,
              free,
              bytes,
              flop < 0 ? null : flop,
              bytes(outputs),
              field == null ? List.of() : field.sizes()));
    }
    return costs;
  }

  private static void collect(
      Scope scope,
      boolean free,
      Map<String, Parameter> parameters,
      Map<String, Boolean> trainable) {
    for (Parameter parameter : scope.own()) {
      parameters.put(parameter.path(), parameter);
      trainable.put(parameter.path(), free && parameter.role() == Parameter.Role.WEIGHT);
    }
    scope.children().values().forEach(child -> collect(child, free, parameters, trainable));
  }

  private static @Nullable Long bytes(List<Value> outputs) {
    long bytes = 0;
    for (Value value : outputs) {
      long elements = Flops.elements(value.shape());
      if (elements < 0) {
        return null;
      }
      bytes += elements * Math.max(1, value.dtype().bytes());
    }
    return bytes;
  }

  /** Sums operations by the layer call that they come from; negative where one is open. */
  private static Map<String, Long> flops(KerasModel keras) {
    Map<String, Long> sums = new HashMap<>();
    for (OperatorNode node : keras.lowered().graph().operators()) {
      String path = node.origin().path();
      while (!path.isEmpty() && !keras.lowered().inner().containsKey(path)) {
        path = path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
      }
      long flops = Flops.of(node);
      sums.merge(path, flops, (a, b) -> a < 0 || b < 0 ? -1L : a + b);
    }
    return sums;
  }

  /** Returns the fields of an ONNX file's values; none where it is no graph of operators. */
  private static Map<String, List<Long>> onnxFields(Model model) {
    Map<String, List<Long>> fields = new HashMap<>();
    try {
      OnnxGraph onnx = model.onnxGraph();
      Map<Value, ReceptiveFields.Field> known = ReceptiveFields.of(onnx.graph());
      onnx.values()
          .forEach(
              (name, value) -> {
                ReceptiveFields.Field field = known.get(value);
                if (field != null) {
                  fields.put(name, field.sizes());
                }
              });
    } catch (UnsupportedModelException | MalformedModelException e) {
      // What only ONNX Runtime can run has no fields; all else can still be told.
      return Map.of();
    }
    return fields;
  }

  private static Map<String, Cost> onnx(
      OnnxStructure onnx,
      Structure structure,
      Map<String, Tensor> values,
      Map<String, List<Long>> fields) {
    Map<String, OnnxStructure.Initializer> weights = new HashMap<>();
    onnx.initializers().forEach(weight -> weights.put(weight.name(), weight));
    Map<String, Cost> costs = new LinkedHashMap<>();
    for (Step step : structure.steps()) {
      long count = 0;
      long bytes = 0;
      List<List<Long>> shapes = new ArrayList<>();
      for (String name : step.weights()) {
        OnnxStructure.Initializer weight = weights.get(name);
        if (weight != null) {
          shapes.add(weight.shape());
          bytes += weight.bytes();
          count += weight.type().contains("float") ? weight.size() : 0;
        }
      }
      Long output = 0L;
      for (String name : step.outputs()) {
        Tensor value = values.get(name);
        output =
            value == null || output == null
                ? null
                : Long.valueOf(output + (long) value.size() * Math.max(1, value.dtype().bytes()));
      }
      Tensor first = step.outputs().isEmpty() ? null : values.get(step.outputs().get(0));
      Long flops = first == null ? null : Flops.ofOnnx(step.kind(), shapes, first);
      List<Long> field =
          step.outputs().isEmpty()
              ? List.of()
              : fields.getOrDefault(step.outputs().get(0), List.of());
      costs.put(step.path(), new Cost(count, count, bytes, flops, output, field));
    }
    return costs;
  }
}
