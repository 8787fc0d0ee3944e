package dev.tenon.exporters.onnx;

import dev.tenon.ir.fold.ConstantFolding;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.pass.DeadCode;
import dev.tenon.ir.pass.LayoutPass;
import dev.tenon.ir.pass.Parameters;

/** Brings a lowered graph to the form that ONNX can say. */
public final class ExportPipeline {
  private ExportPipeline() {}

  /**
   * Returns a graph with its parameters as constants, channels first, of operators that ONNX has.
   *
   * <p>The outputs are the same in number and order.
   *
   * @param graph operators only
   * @param parameters the content of every parameter that the graph reads
   */
  public static Graph prepare(Graph graph, ParameterStore parameters) {
    Graph frozen = Parameters.freeze(graph, parameters);
    Graph folded = ConstantFolding.apply(frozen);
    Graph channelsFirst = LayoutPass.apply(folded, false);
    return DeadCode.apply(ConstantFolding.apply(channelsFirst));
  }
}
