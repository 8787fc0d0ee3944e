package dev.tenon.exporters.onnx;

import dev.tenon.ir.fold.ConstantFolding;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.pass.DeadCode;
import dev.tenon.ir.pass.Parameters;
import dev.tenon.ir.pass.decomposition.Decompose;
import dev.tenon.ir.pass.fusion.Fusion;
import dev.tenon.ir.pass.layout.LayoutPass;
import dev.tenon.ir.pass.recurrence.RecurrenceToOnnx;
import dev.tenon.ir.pass.types.HoistCasts;
import dev.tenon.ir.pass.types.InsertCasts;

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
   * @param options the opset, and what may be joined
   */
  public static Graph prepare(Graph graph, ParameterStore parameters, OnnxOptions options) {
    return prepare(graph, parameters, options, new CastNotes(options));
  }

  /** Prepares, and notes what is computed in another type than the model's own. */
  static Graph prepare(
      Graph graph, ParameterStore parameters, OnnxOptions options, CastNotes notes) {
    Graph now = Parameters.freeze(graph, parameters);
    now = ConstantFolding.forFile(now);
    now = RecurrenceToOnnx.apply(now);
    now = Decompose.apply(now, options.opset());
    now = ConstantFolding.forFile(now);
    if (options.fuse() && options.foldNormalization()) {
      now = Fusion.batchNormalization(now);
    } else if (options.fuse()) {
      now = Fusion.apply(now);
    }
    now = ConstantFolding.forFile(LayoutPass.apply(now, false));
    now = options.fuse() ? Fusion.apply(now) : DeadCode.apply(now);
    return HoistCasts.apply(InsertCasts.apply(now, notes::take));
  }
}
