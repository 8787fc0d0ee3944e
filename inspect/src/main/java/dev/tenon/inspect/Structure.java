package dev.tenon.inspect;

import dev.tenon.Model;
import dev.tenon.error.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a model in order, and how values join them; the steps of nested models are in the
 * same list, once for every call.
 *
 * @param name the model's name
 * @param inputs the names of the values that a caller feeds
 * @param steps the steps, each after those it reads from
 * @param outputs the names of the values that a caller gets, which steps give
 */
public record Structure(String name, List<String> inputs, List<Step> steps, List<String> outputs) {
  public Structure {
    inputs = List.copyOf(inputs);
    steps = List.copyOf(steps);
    outputs = List.copyOf(outputs);
  }

  /** Returns the structure of a Keras or ONNX model. */
  public static Structure of(Model model) {
    return model.info().isKeras()
        ? KerasStructure.of(model.keras())
        : OnnxStepReader.of(model.onnx().structure());
  }

  /**
   * Returns the step of a path.
   *
   * @throws IllegalArgumentException where there is none; names the nearest
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
   * @param path the layer's path without numbers of calls
   * @throws IllegalArgumentException where there is no such layer; names the nearest
   */
  public List<Step> calls(String path) {
    List<Step> calls =
        steps.stream().filter(step -> withoutCalls(step.path()).equals(path)).toList();
    return calls.isEmpty() ? List.of(step(path)) : calls;
  }

  private static String withoutCalls(String path) {
    return path.replaceAll("@\\d+(?=/|$)", "");
  }

  /** Returns the step that gives each value, by the value's name. */
  public Map<String, Step> producers() {
    Map<String, Step> producers = new LinkedHashMap<>();
    steps.forEach(step -> step.outputs().forEach(output -> producers.put(output, step)));
    return producers;
  }

  /** Returns the steps that give what a step reads, and null for each input of the model. */
  public List<@Nullable Step> sources(Step step) {
    Map<String, Step> producers = producers();
    List<@Nullable Step> sources = new ArrayList<>();
    step.inputs().forEach(input -> sources.add(producers.get(input)));
    return sources;
  }
}
