package dev.tenon.runtime.tensorflow.saved.guards;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.runtime.tensorflow.compat.TensorFlowFaults;
import dev.tenon.runtime.tensorflow.saved.FrameCheck;
import dev.tenon.runtime.tensorflow.saved.SavedGraph;
import dev.tenon.runtime.tensorflow.saved.SchemaCheck;
import dev.tenon.runtime.tensorflow.saved.StatefulFunctions;
import java.util.List;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/** What TensorFlow gets of a stored graph: its operations, and guards before some of them. */
public final class GuardedGraph {
  private GuardedGraph() {}

  /**
   * Checks a graph by TensorFlow's own definitions and puts guards into it; TensorFlow's library
   * must be loaded.
   *
   * @throws MalformedModelException where an operation is not as TensorFlow defines it
   * @throws UnsupportedModelException where TensorFlow no longer has an operation
   */
  public static SavedGraph of(SavedGraph saved) {
    String label = saved.name();
    SchemaCheck.check(label, saved.graph());
    GraphDef graph = saved.graph();
    GraphDef.Builder guarded = graph.toBuilder().clearNode();
    checkFrames(label + ": node '", graph.getNodeList());
    GuardScope whole = GuardScope.of(label + ": node '", graph.getNodeList(), false);
    for (NodeDef node : graph.getNodeList()) {
      guarded.addAllNode(GuardedInputs.guarded(node, whole));
    }
    for (int i = 0; i < graph.getLibrary().getFunctionCount(); i++) {
      FunctionDef.Builder function = guarded.getLibraryBuilder().getFunctionBuilder(i);
      String where = label + ": node '" + function.getSignature().getName() + "/";
      List<NodeDef> nodes = graph.getLibrary().getFunction(i).getNodeDefList();
      checkFrames(where, nodes);
      GuardScope inside = GuardScope.of(where, nodes, true);
      function.clearNodeDef();
      nodes.forEach(node -> function.addAllNodeDef(GuardedInputs.guarded(node, inside)));
    }
    return new SavedGraph(
        label,
        TensorFlowFaults.STATEFUL_FUNCTIONS.isMade()
            ? StatefulFunctions.marked(guarded.build())
            : guarded.build(),
        saved.inputs(),
        saved.outputs(),
        saved.variables(),
        saved.checkpoint(),
        saved.initializers(),
        saved.facts());
  }

  private static void checkFrames(String where, List<NodeDef> nodes) {
    if (TensorFlowFaults.LOOP_FRAMES.isMade()) {
      FrameCheck.check(where, nodes);
    }
  }
}
