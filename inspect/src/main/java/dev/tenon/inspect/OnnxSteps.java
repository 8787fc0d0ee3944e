package dev.tenon.inspect;

import dev.tenon.importers.onnx.OnnxStructure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the nodes of an ONNX file into steps. */
final class OnnxSteps {
  private OnnxSteps() {}

  static Structure of(OnnxStructure onnx) {
    Set<String> weights = new HashSet<>();
    onnx.initializers().forEach(weight -> weights.add(weight.name()));
    Set<String> taken = new HashSet<>();
    List<Step> steps = new ArrayList<>();
    for (OnnxStructure.Node node : onnx.nodes()) {
      List<String> outputs = node.outputs().stream().filter(name -> !name.isEmpty()).toList();
      String path = node.name();
      if (path.isEmpty() || !taken.add(path)) {
        // Values have unique names, nodes need not.
        path = outputs.isEmpty() ? node.opType() + " " + steps.size() : outputs.get(0);
      }
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
}
