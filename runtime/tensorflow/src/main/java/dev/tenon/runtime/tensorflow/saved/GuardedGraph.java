package dev.tenon.runtime.tensorflow.saved;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
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
    SchemaCheck.check(saved.name(), saved.graph());
    GraphDef graph = saved.graph();
    GraphDef.Builder guarded = graph.toBuilder().clearNode();
    for (NodeDef node : graph.getNodeList()) {
      guarded.addAllNode(GuardedInputs.guarded(node, false));
    }
    for (int i = 0; i < graph.getLibrary().getFunctionCount(); i++) {
      FunctionDef.Builder function = guarded.getLibraryBuilder().getFunctionBuilder(i);
      function.clearNodeDef();
      for (NodeDef node : graph.getLibrary().getFunction(i).getNodeDefList()) {
        function.addAllNodeDef(GuardedInputs.guarded(node, true));
      }
    }
    return new SavedGraph(
        saved.name(),
        guarded.build(),
        saved.inputs(),
        saved.outputs(),
        saved.variables(),
        saved.checkpoint(),
        saved.initializers(),
        saved.facts());
  }
}
