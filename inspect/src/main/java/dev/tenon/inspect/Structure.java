package dev.tenon.inspect;

import dev.tenon.Model;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.internal.text.Names;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a model in order, and their connections by values; steps of nested models occur once
 * for every call.
 *
 * @param name the name of the model
 * @param inputs the names of the inputs
 * @param steps the steps, each after those that it reads from
 * @param outputs the names of the values that are outputs of the model
 */
public record Structure(String name, List<String> inputs, List<Step> steps, List<String> outputs) {
  public Structure {
    inputs = List.copyOf(inputs);
    steps = List.copyOf(steps);
    outputs = List.copyOf(outputs);
  }

  /**
   * Returns the structure of a Keras or ONNX model.
   *
   * @param model the model
   */
  public static Structure of(Model model) {
    return model.info().isKeras()
        ? KerasStructure.of(model.info().keras())
        : OnnxStepReader.of(model.onnx().structure());
  }

  /**
   * Returns the step of a path.
   *
   * @param path the path
   * @throws IllegalArgumentException if the path is unknown; the message has the nearest names
   */
  public Step step(String path) {
    for (Step step : steps) {
      if (step.path().equals(path)) {
        return step;
      }
    }
    throw new IllegalArgumentException(
        Names.unknown("layer", path, steps.stream().map(Step::path).toList()));
  }

  /**
   * Returns every call of a layer in order: {@code encoder/dense}, {@code encoder@2/dense}, …
   *
   * @param path the path of the layer without call numbers
   * @throws IllegalArgumentException if the layer is unknown; the message has the nearest names
   */
  public List<Step> calls(String path) {
    List<Step> calls =
        steps.stream().filter(step -> withoutCalls(step.path()).equals(path)).toList();
    return calls.isEmpty() ? List.of(step(path)) : calls;
  }

  private static String withoutCalls(String path) {
    return path.replaceAll("@\\d+(?=/|$)", "");
  }

  /** Returns the step of each value, by the value's name. */
  public Map<String, Step> producers() {
    Map<String, Step> producers = new LinkedHashMap<>();
    steps.forEach(step -> step.outputs().forEach(output -> producers.put(output, step)));
    return producers;
  }

  /**
   * Returns the steps that compute the inputs of a step, and null for each input of the model.
   *
   * @param step the step
   */
  public List<@Nullable Step> sources(Step step) {
    Map<String, Step> producers = producers();
    List<@Nullable Step> sources = new ArrayList<>();
    step.inputs().forEach(input -> sources.add(producers.get(input)));
    return sources;
  }

  /**
   * Returns the known shapes by the name of their value, such as {@code 28×28×32}: lengths without
   * that of the batch, a question mark for an open one.
   */
  static Map<String, String> shapes(Model model, Structure structure) {
    Map<String, String> shapes = new HashMap<>();
    model.inputs().forEach(input -> putShape(shapes, input.name(), input.shape()));
    if (model.info().isKeras()) {
      KerasModel keras = model.info().keras();
      for (Step step : structure.steps()) {
        List<Value> values = keras.lowered().inner().getOrDefault(step.path(), List.of());
        for (int i = 0; i < values.size() && i < step.outputs().size(); i++) {
          putShape(shapes, step.outputs().get(i), values.get(i).shape());
        }
      }
      return shapes;
    }
    try {
      model.onnx().graph().values().forEach((name, value) -> putShape(shapes, name, value.shape()));
    } catch (UnsupportedModelException | MalformedModelException e) {
      // What only ONNX Runtime can run has the shapes of its inputs.
      return shapes;
    }
    return shapes;
  }

  private static void putShape(Map<String, String> shapes, String name, Shape shape) {
    if (shape.ranked() && shape.rank() > 1) {
      shapes.put(
          name,
          shape.dims().subList(1, shape.rank()).stream()
              .map(dim -> dim instanceof Dim.Known ? dim.toString() : "?")
              .collect(Collectors.joining("×")));
    }
  }
}
