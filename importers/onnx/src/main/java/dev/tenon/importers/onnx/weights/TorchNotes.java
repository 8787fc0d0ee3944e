package dev.tenon.importers.onnx.weights;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What PyTorch's second exporter notes about initializers: whether one was a parameter or a buffer,
 * and from which values it computed the others before it wrote them.
 */
final class TorchNotes {
  private static final String KIND = "pkg.torch.export.graph_signature.InputSpec.kind";
  private static final String FOLDED = "pkg.onnxscript.optimizer.folded_from";

  /** Results that begin from nothing, as {@code torch.arange} gives them. */
  private static final Pattern COUNTED =
      Pattern.compile("(arange|full|zeros|ones|eye|linspace|tril|triu|scalar_tensor)(_.*)?");

  private static final Pattern SOURCE = Pattern.compile("'([^']*)'");

  private TorchNotes() {}

  /** Returns the initializers that are noted to be no parameters, nor made of any. */
  static Set<String> others(GraphProto graph) {
    Set<String> others = new HashSet<>();
    Set<String> results = new HashSet<>();
    graph.getNodeList().forEach(node -> results.addAll(node.getOutputList()));
    for (ValueInfoProto value : graph.getValueInfoList()) {
      if (isOther(value.getMetadataPropsList(), results)) {
        others.add(value.getName());
      }
    }
    for (TensorProto tensor : graph.getInitializerList()) {
      if (isOther(tensor.getMetadataPropsList(), results)) {
        others.add(tensor.getName());
      }
    }
    return others;
  }

  private static boolean isOther(List<StringStringEntryProto> notes, Set<String> results) {
    return notes.stream()
        .anyMatch(
            note ->
                (note.getKey().equals(KIND) && !note.getValue().equals("PARAMETER"))
                    || (note.getKey().equals(FOLDED) && !isOfParameters(note.getValue(), results)));
  }

  /**
   * Returns whether a parameter may be among the sources: one with the path of a module's has a
   * dot; one of the network itself is no result of a node, and nothing is counted out beside it.
   */
  private static boolean isOfParameters(String sources, Set<String> results) {
    Matcher matcher = SOURCE.matcher(sources);
    boolean may = false;
    boolean counted = false;
    while (matcher.find()) {
      String source = matcher.group(1);
      if (source.indexOf('.') > 0) {
        return true;
      }
      counted |= COUNTED.matcher(source).matches();
      may |= !TrainableInitializers.isInvented(source) && !results.contains(source);
    }
    return may && !counted;
  }
}
