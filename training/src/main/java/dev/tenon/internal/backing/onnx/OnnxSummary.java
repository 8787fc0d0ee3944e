package dev.tenon.internal.backing.onnx;

import dev.tenon.importers.onnx.structure.OnnxStructure;
import dev.tenon.internal.console.TextTable;
import dev.tenon.internal.text.PlainText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Writes the table of an ONNX file's nodes, in the style of Keras' summary.
 *
 * <p>A graph of many nodes is shown by its first and last ones, and by how many nodes there are of
 * each operator.
 */
final class OnnxSummary {
  private static final int MOST_NODES = 200;
  private static final int FIRST_NODES = 120;
  private static final int LAST_NODES = MOST_NODES - FIRST_NODES;
  private static final int MOST_PORTS = 40;
  private static final int LONGEST_PORT = 200;
  private static final int MOST_KINDS = 60;

  private final OnnxStructure onnx;
  private final Map<String, Long> sizes = new HashMap<>();

  private OnnxSummary(OnnxStructure onnx) {
    this.onnx = onnx;
    onnx.initializers().forEach(weight -> sizes.put(weight.name(), weight.size()));
  }

  /** Returns facts such as the version that wrote the file, by name, in order. */
  static Map<String, String> facts(OnnxStructure onnx) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("format", "ONNX");
    facts.put("producer", onnx.producer());
    facts.put("opset", onnx.opsets().toString());
    facts.put("nodes", Integer.toString(onnx.nodes().size()));
    return facts;
  }

  static String of(OnnxStructure onnx) {
    return new OnnxSummary(onnx).text();
  }

  private String text() {
    StringBuilder text = new StringBuilder("Model: \"" + PlainText.of(onnx.name()) + "\"\n");
    ports(text, "Input", onnx.inputs());
    ports(text, "Output", onnx.outputs());
    List<OnnxStructure.Node> nodes = onnx.nodes();
    TextTable table =
        new TextTable(List.of("Node (operator)", "Outputs", "Param #", "Inputs"), Set.of(2));
    boolean all = nodes.size() <= MOST_NODES;
    rows(table, all ? nodes : nodes.subList(0, FIRST_NODES));
    if (!all) {
      table.dense();
      String left = String.format(Locale.ROOT, "… %,d more nodes", nodes.size() - MOST_NODES);
      table.row(left, "", "", "");
      rows(table, nodes.subList(nodes.size() - LAST_NODES, nodes.size()));
    }
    text.append(table);
    text.append(
        String.format(
            Locale.ROOT,
            " Nodes: %,d, opset %s%n Total params: %,d%n",
            nodes.size(),
            PlainText.of(onnx.opsets().toString()),
            onnx.parameterCount()));
    if (!all) {
      text.append(" Operators: ").append(PlainText.of(kinds())).append(System.lineSeparator());
    }
    return text.toString();
  }

  private static void ports(StringBuilder text, String what, List<OnnxStructure.Port> ports) {
    for (OnnxStructure.Port port : ports.subList(0, Math.min(ports.size(), MOST_PORTS))) {
      String line = PlainText.of(port.toString());
      boolean fits = line.length() <= LONGEST_PORT;
      text.append(what)
          .append(' ')
          .append(fits ? line : line.substring(0, LONGEST_PORT) + "…")
          .append('\n');
    }
    if (ports.size() > MOST_PORTS) {
      text.append(what)
          .append(String.format(Locale.ROOT, " … %,d more%n", ports.size() - MOST_PORTS));
    }
  }

  private void rows(TextTable table, List<OnnxStructure.Node> nodes) {
    for (OnnxStructure.Node node : nodes) {
      long parameters =
          node.inputs().stream().mapToLong(input -> sizes.getOrDefault(input, 0L)).sum();
      table.row(
          node.name() + " (" + node.opType() + ")",
          String.join(", ", node.outputs()),
          String.format(Locale.ROOT, "%,d", parameters),
          String.join(
              ", ", node.inputs().stream().filter(input -> !sizes.containsKey(input)).toList()));
    }
  }

  /** Returns how many nodes there are of each operator, the most frequent first. */
  private String kinds() {
    List<Map.Entry<String, Integer>> counts = new ArrayList<>(onnx.operatorCounts().entrySet());
    counts.sort(Map.Entry.<String, Integer>comparingByValue().reversed());
    List<String> parts = new ArrayList<>();
    for (Map.Entry<String, Integer> count :
        counts.subList(0, Math.min(counts.size(), MOST_KINDS))) {
      parts.add(String.format(Locale.ROOT, "%s %,d", count.getKey(), count.getValue()));
    }
    return String.join(", ", parts) + (counts.size() > MOST_KINDS ? ", …" : "");
  }
}
