package dev.tenon;

import dev.tenon.importers.onnx.OnnxStructure;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Writes the table of an ONNX file's nodes, in the style of Keras' summary. */
final class OnnxSummary {
  private OnnxSummary() {}

  static String of(OnnxStructure onnx) {
    StringBuilder text = new StringBuilder("Model: \"" + onnx.name() + "\"\n");
    onnx.inputs().forEach(port -> text.append("Input ").append(port).append('\n'));
    onnx.outputs().forEach(port -> text.append("Output ").append(port).append('\n'));
    Map<String, Long> sizes = new HashMap<>();
    onnx.initializers().forEach(weight -> sizes.put(weight.name(), weight.size()));
    TextTable table =
        new TextTable(List.of("Node (operator)", "Outputs", "Param #", "Inputs"), Set.of(2));
    for (OnnxStructure.Node node : onnx.nodes()) {
      long parameters =
          node.inputs().stream().mapToLong(input -> sizes.getOrDefault(input, 0L)).sum();
      table.row(
          node.name() + " (" + node.opType() + ")",
          String.join(", ", node.outputs()),
          String.format(Locale.ROOT, "%,d", parameters),
          String.join(
              ", ", node.inputs().stream().filter(input -> !sizes.containsKey(input)).toList()));
    }
    text.append(table);
    text.append(
        String.format(
            Locale.ROOT,
            " Nodes: %,d, opset %s%n Total params: %,d%n",
            onnx.nodes().size(),
            onnx.opsets(),
            onnx.parameterCount()));
    return text.toString();
  }
}
