package dev.tenon.inspect;

import dev.tenon.importers.onnx.structure.OnnxStructure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the nodes of an ONNX file into steps. */
final class OnnxStepReader {
  private OnnxStepReader() {}

  static Structure of(OnnxStructure onnx) {
    Set<String> weights = new HashSet<>();
    onnx.initializers().forEach(weight -> weights.add(weight.name()));
    Set<String> taken = new HashSet<>();
    List<Step> steps = new ArrayList<>();
    for (OnnxStructure.Node node : onnx.nodes()) {
      List<String> outputs = node.outputs().stream().filter(name -> !name.isEmpty()).toList();
      String path = path(node, steps.size(), taken);
      Map<String, @Nullable Object> config = new LinkedHashMap<>(node.attributes());
      steps.add(
          new Step(
              path,
              node.opType(),
              config,
              node.inputs().stream()
                  .filter(name -> !name.isEmpty() && !weights.contains(name))
                  .toList(),
              outputs,
              node.inputs().stream().filter(weights::contains).distinct().toList(),
              true));
    }
    return new Structure(
        onnx.name(),
        onnx.inputs().stream().map(OnnxStructure.Port::name).toList(),
        steps,
        onnx.outputs().stream().map(OnnxStructure.Port::name).toList());
  }

  /**
   * Returns what a node is called: by its name, else by its first output; values have unique names,
   * nodes need not.
   *
   * @param place how many nodes are before it
   * @param taken the names that nodes before it have
   */
  static String path(OnnxStructure.Node node, int place, Set<String> taken) {
    if (!node.name().isEmpty() && taken.add(node.name())) {
      return node.name();
    }
    return node.outputs().stream()
        .filter(name -> !name.isEmpty())
        .findFirst()
        .orElse(node.opType() + " " + place);
  }
}
