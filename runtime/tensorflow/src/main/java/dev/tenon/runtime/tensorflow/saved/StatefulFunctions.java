package dev.tenon.runtime.tensorflow.saved;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Functions that keep values between their operations, such as tensor arrays, whatever the file
 * says of them.
 *
 * <p>TensorFlow computes calls of functions that keep nothing ahead of the run, where there is no
 * place to keep anything: an operation that looks for it ends the process.
 */
public final class StatefulFunctions {
  private static final Map<String, String> CALLS =
      Map.of(
          "PartitionedCall", "StatefulPartitionedCall",
          "StatelessCase", "Case",
          "StatelessIf", "If",
          "StatelessWhile", "While");

  private final Map<String, FunctionDef> library;
  private final Map<String, Boolean> known = new HashMap<>();

  private StatefulFunctions(Map<String, FunctionDef> library) {
    this.library = library;
  }

  /** Returns a checked graph with these functions marked, and called as such. */
  public static GraphDef marked(GraphDef graph) {
    if (graph.getLibrary().getFunctionCount() == 0) {
      return graph;
    }
    StatefulFunctions functions = new StatefulFunctions(GraphPart.library("graph", graph));
    GraphDef.Builder marked = graph.toBuilder();
    marked.getNodeBuilderList().forEach(functions::mark);
    for (FunctionDef.Builder function : marked.getLibraryBuilder().getFunctionBuilderList()) {
      if (functions.keeps(function.getSignature().getName())) {
        function.getSignatureBuilder().setIsStateful(true);
      }
      function.getNodeDefBuilderList().forEach(functions::mark);
    }
    return marked.build();
  }

  private void mark(NodeDef.Builder node) {
    String stateful = CALLS.get(node.getOp());
    if (stateful != null && keeps(node.build())) {
      node.setOp(stateful);
    }
  }

  private boolean keeps(NodeDef node) {
    boolean stateful =
        !library.containsKey(node.getOp())
            && !isCall(node.getOp())
            && OperatorDefinitions.of(node.getOp()).getIsStateful();
    return stateful
        || GraphPart.called(node, library.keySet()).stream().anyMatch(name -> keeps(name));
  }

  private static boolean isCall(String operator) {
    return CALLS.containsKey(operator) || CALLS.containsValue(operator);
  }

  private boolean keeps(String function) {
    Boolean answer = known.get(function);
    if (answer == null) {
      FunctionDef definition = library.get(function);
      List<NodeDef> nodes = definition == null ? List.of() : definition.getNodeDefList();
      answer = nodes.stream().anyMatch(this::keeps);
      known.put(function, answer);
    }
    return answer;
  }
}
