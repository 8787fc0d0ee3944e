package dev.tenon.spark;

import dev.tenon.engine.Engine;
import dev.tenon.image.ImageSpec;
import dev.tenon.inspect.Inspector;
import dev.tenon.inspect.Step;
import dev.tenon.ir.graph.Value;
import dev.tenon.model.TensorSpec;
import dev.tenon.spark.internal.files.SavedForm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a plan needs to know of a model on the driver.
 *
 * @param inputs the inputs in order
 * @param outputs the outputs in order
 * @param values outputs and inner values by every name that {@link Inspector} knows; their own name
 *     is that of {@code Model.run}
 * @param engine the engine of its format
 * @param engines the engines that can run it
 * @param images how images were prepared in its training; null if unknown
 * @param tokenizes whether it has a tokenizer
 * @param stateful whether a prediction depends on earlier ones
 */
record ModelSignature(
    List<TensorSpec> inputs,
    List<TensorSpec> outputs,
    Map<String, TensorSpec> values,
    Engine engine,
    List<Engine> engines,
    @Nullable ImageSpec images,
    boolean tokenizes,
    boolean stateful) {

  /** Returns the signature of a model, for which no engine starts. */
  static ModelSignature of(dev.tenon.Model model) {
    Map<String, TensorSpec> values = new LinkedHashMap<>();
    if (model.info().isKeras()) {
      inner(model, kerasValues(model), values);
    } else if (SavedForm.isOnnx(model)) {
      inner(model, onnxValues(model), values);
    }
    for (TensorSpec output : model.outputs()) {
      values.put(output.name(), output);
    }
    return new ModelSignature(
        model.inputs(),
        model.outputs(),
        values,
        model.engine(),
        List.of(Engine.values()).stream().filter(model.info()::runsOn).toList(),
        model.images(),
        model.info().textAssets() != null,
        model.info().isStateful());
  }

  private static void inner(
      dev.tenon.Model model, Map<String, TensorSpec> known, Map<String, TensorSpec> values) {
    Inspector inspector = Inspector.of(model);
    for (String name : inspector.names()) {
      add(name, name, known, values);
    }
    for (Step step : inspector.structure().steps()) {
      if (!step.outputs().isEmpty()) {
        add(step.path(), inspector.resolve(step.path()), known, values);
      }
    }
  }

  private static void add(
      String name, String value, Map<String, TensorSpec> known, Map<String, TensorSpec> values) {
    TensorSpec spec = known.get(value);
    if (spec != null) {
      values.put(name, spec);
    }
  }

  private static Map<String, TensorSpec> kerasValues(dev.tenon.Model model) {
    Map<String, List<Value>> inner = model.info().keras().lowered().inner();
    Map<String, TensorSpec> known = new LinkedHashMap<>();
    for (Step step : Inspector.of(model).structure().steps()) {
      List<Value> values = inner.getOrDefault(step.path(), List.of());
      for (int i = 0; i < values.size() && i < step.outputs().size(); i++) {
        String name = step.outputs().get(i);
        known.put(name, named(name, values.get(i)));
      }
    }
    return known;
  }

  private static Map<String, TensorSpec> onnxValues(dev.tenon.Model model) {
    Map<String, TensorSpec> known = new LinkedHashMap<>();
    try {
      model.onnx().graph().values().forEach((name, value) -> known.put(name, named(name, value)));
    } catch (RuntimeException e) {
      // What only ONNX Runtime can run has its outputs alone.
      known.clear();
    }
    return known;
  }

  private static TensorSpec named(String name, Value value) {
    return new TensorSpec(name, value.dtype(), value.shape());
  }

  /** Returns the names of tensors, such as for messages. */
  static String names(List<TensorSpec> specs) {
    return specs.stream().map(TensorSpec::toString).collect(Collectors.joining(", ", "[", "]"));
  }
}
