package dev.tenon.runtime.tensorflow.saved;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.protobuf.ProtobufFile;
import dev.tenon.ir.graph.Value;
import dev.tenon.limits.LoadLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Reads a frozen graph: a GraphDef whose weights are constants.
 *
 * <p>It has no signature: its placeholders are the inputs, what nothing reads are the outputs.
 */
public final class FrozenGraphReader {
  private static final Set<String> NO_OUTPUT =
      Set.of("NoOp", "Assert", "Placeholder", "Const", "VarHandleOp");

  private FrozenGraphReader() {}

  /**
   * Reads a file.
   *
   * @param limits how large it may be
   * @throws UnsupportedModelException where it uses operations that are not run from a file, or has
   *     variables
   * @throws MalformedModelException where it is damaged
   * @throws IOException where it cannot be read
   */
  public static SavedGraph read(Path file, LoadLimits limits) throws IOException {
    try (Source source = Source.of(file, limits)) {
      return read(
          source.name(),
          ProtobufFile.parse(
              source.name(),
              source,
              GraphDef.getDescriptor(),
              GraphDef.parser(),
              "frozen graph",
              ProtobufFile.DEEPEST),
          limits);
    }
  }

  private static SavedGraph read(String label, GraphDef graph, LoadLimits limits) {
    List<SavedGraph.Port> outputs = outputs(graph);
    if (outputs.isEmpty()) {
      throw new MalformedModelException(label, "the graph has no output: damaged or no graph");
    }
    List<String> roots = new ArrayList<>();
    outputs.forEach(port -> roots.add(port.operation()));
    GraphDef part = GraphPart.of(label, graph, roots);
    if (part.getNodeList().stream().anyMatch(PlaceholderCheck::isVariable)) {
      throw new UnsupportedModelException(
          label, "the graph has variables without their content: it is not frozen");
    }
    GraphDef checked = StoredGraphCheck.apply(label, part, limits);
    List<SavedGraph.Port> inputs = inputs(label, checked);
    PlaceholderCheck.check(label, checked, inputs);
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("format", "frozen TensorFlow graph");
    facts.put("producer", Integer.toString(graph.getVersions().getProducer()));
    return new SavedGraph(label, checked, inputs, outputs, Map.of(), null, List.of(), facts);
  }

  private static List<SavedGraph.Port> outputs(GraphDef graph) {
    Set<String> read = new HashSet<>();
    for (NodeDef node : graph.getNodeList()) {
      node.getInputList().forEach(input -> read.add(GraphPart.operation(input)));
    }
    List<SavedGraph.Port> outputs = new ArrayList<>();
    for (NodeDef node : graph.getNodeList()) {
      if (!read.contains(node.getName()) && !NO_OUTPUT.contains(node.getOp())) {
        outputs.add(new SavedGraph.Port(node.getName(), node.getName() + ":0", null));
      }
    }
    return outputs;
  }

  private static List<SavedGraph.Port> inputs(String label, GraphDef graph) {
    List<SavedGraph.Port> inputs = new ArrayList<>();
    for (NodeDef node : graph.getNodeList()) {
      if (node.getOp().equals("Placeholder")) {
        String where = label + ": placeholder '" + node.getName() + "'";
        AttrValue shape = node.getAttrMap().get("shape");
        AttrValue type = node.getAttrMap().get("dtype");
        inputs.add(
            new SavedGraph.Port(
                node.getName(),
                node.getName() + ":0",
                Value.of(
                    node.getName(),
                    Types.of(
                        where,
                        type == null ? DataType.DT_INVALID : type.getType(),
                        shape == null
                            ? TensorShapeProto.newBuilder().setUnknownRank(true).build()
                            : shape.getShape()))));
      }
    }
    return inputs;
  }
}
