package dev.tenon.inspect;

import dev.tenon.Model;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.importers.onnx.OnnxGraph;
import dev.tenon.importers.onnx.structure.OnnxStructure;
import dev.tenon.inspect.field.Field;
import dev.tenon.inspect.field.ReceptiveFields;
import dev.tenon.inspect.figures.Cost;
import dev.tenon.internal.figures.OnnxFlops;
import dev.tenon.ir.graph.Value;
import dev.tenon.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts what the nodes of an ONNX file cost for one sample. */
final class OnnxCosts {
  private final Model model;
  private final Structure structure;
  private final Map<String, Tensor> values;
  private final Map<String, OnnxStructure.Initializer> weights = new HashMap<>();
  private final Map<String, long[]> shapes = new HashMap<>();
  private final long samples;

  /**
   * Prepares counting.
   *
   * @param batch what went in
   * @param values what the nodes gave
   */
  OnnxCosts(
      Model model, Structure structure, Map<String, Tensor> batch, Map<String, Tensor> values) {
    this.model = model;
    this.structure = structure;
    this.values = values;
    for (OnnxStructure.Initializer weight : model.onnx().structure().initializers()) {
      weights.put(weight.name(), weight);
      shapes.put(weight.name(), weight.shape().stream().mapToLong(Long::longValue).toArray());
    }
    batch.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    values.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    samples = samples();
  }

  private long samples() {
    long @Nullable [] in = first(structure.inputs());
    long @Nullable [] out = first(structure.outputs());
    boolean batch = in != null && out != null && in[0] == out[0] && in[0] > 0;
    return batch && in != null ? in[0] : 1;
  }

  private long @Nullable [] first(List<String> names) {
    for (String name : names) {
      long[] shape = shapes.get(name);
      if (shape != null && shape.length > 0) {
        return shape;
      }
    }
    return null;
  }

  Map<String, Cost> of() {
    Map<String, List<Long>> fields = fields();
    Map<String, Cost> costs = new LinkedHashMap<>();
    List<OnnxStructure.Node> nodes = model.onnx().structure().nodes();
    for (int i = 0; i < nodes.size(); i++) {
      Step step = structure.steps().get(i);
      long count = 0;
      long bytes = 0;
      for (String name : step.weights()) {
        OnnxStructure.Initializer weight = weights.get(name);
        if (weight != null) {
          bytes += weight.bytes();
          count += weight.type().contains("float") ? weight.size() : 0;
        }
      }
      Long flops = OnnxFlops.of(nodes.get(i), shapes);
      costs.put(
          step.path(),
          new Cost(
              count,
              count,
              bytes,
              flops == null ? null : Long.valueOf(flops / samples),
              memory(step),
              step.outputs().isEmpty()
                  ? List.of()
                  : fields.getOrDefault(step.outputs().get(0), List.of())));
    }
    return costs;
  }

  private @Nullable Long memory(Step step) {
    long bytes = 0;
    for (String name : step.outputs()) {
      Tensor value = values.get(name);
      if (value == null) {
        return null;
      }
      bytes += (long) value.size() * Math.max(1, value.dtype().bytes());
    }
    return bytes / samples;
  }

  /** Returns the fields of the values; none where the file is no graph of operators. */
  private Map<String, List<Long>> fields() {
    Map<String, List<Long>> fields = new HashMap<>();
    try {
      OnnxGraph onnx = model.onnx().graph();
      Map<Value, Field> known = ReceptiveFields.of(onnx.graph());
      onnx.values()
          .forEach(
              (name, value) -> {
                Field field = known.get(value);
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
}
