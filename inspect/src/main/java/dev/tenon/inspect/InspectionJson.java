package dev.tenon.inspect;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.inspect.figures.Cost;
import dev.tenon.inspect.figures.Statistics;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes an inspection as JSON, with all figures but without the values.
 *
 * <p>NaN and infinity are the strings {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"}.
 */
public final class InspectionJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private InspectionJson() {}

  /**
   * Returns the JSON of all steps.
   *
   * @param inspection the inspection
   */
  public static String of(Inspection inspection) {
    return of(inspection, step -> true);
  }

  /**
   * Returns the JSON of some steps, with totals of the whole model.
   *
   * @param inspection the inspection
   * @param shown selects the steps
   */
  public static String of(Inspection inspection, Predicate<Step> shown) {
    return tree(inspection, shown).toString();
  }

  static ObjectNode tree(Inspection inspection, Predicate<Step> shown) {
    ObjectNode root = JSON.createObjectNode();
    root.put("name", inspection.structure().name());
    root.set("facts", JSON.valueToTree(inspection.model().info().description()));
    root.set("totals", JSON.valueToTree(inspection.totals()));
    Step first = inspection.firstNotFinite();
    root.put("first_not_finite", first == null ? null : first.path());
    root.set("broken_weights", JSON.valueToTree(inspection.brokenWeights()));
    ArrayNode best = root.putArray("best");
    inspection
        .best()
        .forEach(
            answer ->
                best.addObject()
                    .put("index", answer.index())
                    .put("score", answer.score())
                    .put("label", inspection.label(answer.index())));
    ArrayNode steps = root.putArray("steps");
    inspection.structure().steps().stream()
        .filter(shown)
        .forEach(step -> steps.add(step(inspection, step)));
    return root;
  }

  private static ObjectNode step(Inspection inspection, Step step) {
    ObjectNode node = JSON.createObjectNode();
    node.put("path", step.path());
    node.put("kind", step.kind());
    node.set("config", JSON.valueToTree(step.config()));
    node.set("inputs", JSON.valueToTree(step.inputs()));
    node.put("trainable", step.trainable());
    Cost cost = inspection.costs().get(step.path());
    if (cost != null) {
      node.put("parameters", cost.parameters());
      node.put("weight_bytes", cost.weightBytes());
      node.put("flops", cost.flops());
      node.put("output_bytes", cost.outputBytes());
      node.set("receptive_field", JSON.valueToTree(cost.receptiveField()));
    }
    ArrayNode outputs = node.putArray("outputs");
    for (String name : step.outputs()) {
      ObjectNode output = outputs.addObject();
      output.put("name", name);
      Tensor value = inspection.values().get(name);
      if (value != null) {
        output.put("type", value.dtype().numpyName());
        output.set("shape", JSON.valueToTree(value.shape()));
        output.put("dead_units", inspection.deadUnits().get(name));
        statistics(output, inspection.activations().get(name));
      }
    }
    ArrayNode weights = node.putArray("weights");
    for (String path : step.weights()) {
      ObjectNode weight = weights.addObject().put("name", path);
      statistics(weight, inspection.weights().get(path));
    }
    return node;
  }

  private static void statistics(ObjectNode node, @Nullable Statistics s) {
    if (s == null) {
      return;
    }
    node.put("count", s.count());
    for (Map.Entry<String, Double> figure :
        List.of(
            Map.entry("min", s.min()),
            Map.entry("max", s.max()),
            Map.entry("mean", s.mean()),
            Map.entry("std", s.std()),
            Map.entry("sparsity", s.sparsity()))) {
      float rounded = Float.parseFloat(Double.toString(figure.getValue()));
      if (Float.isInfinite(rounded)) {
        // Finite, as statistics are, and beyond what a float holds.
        node.put(figure.getKey(), figure.getValue());
      } else {
        node.put(figure.getKey(), rounded);
      }
    }
    node.put("nan", s.nans());
    node.put("infinite", s.infinities());
    node.set("histogram", JSON.valueToTree(s.histogram()));
  }
}
