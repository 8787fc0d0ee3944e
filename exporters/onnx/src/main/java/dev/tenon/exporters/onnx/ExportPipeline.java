package dev.tenon.exporters.onnx;

import dev.tenon.ir.fold.ConstantFolding;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.pass.DeadCode;
import dev.tenon.ir.pass.Parameters;
import dev.tenon.ir.pass.PassPipeline;
import dev.tenon.ir.pass.decomposition.Decompose;
import dev.tenon.ir.pass.fusion.Fusion;
import dev.tenon.ir.pass.layout.LayoutPass;
import dev.tenon.ir.pass.recurrence.RecurrenceToOnnx;
import dev.tenon.ir.pass.types.HoistCasts;
import dev.tenon.ir.pass.types.InsertCasts;
import dev.tenon.saving.onnx.OnnxOptions;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/** Converts a lowered graph to operators of ONNX. */
public final class ExportPipeline {
  private ExportPipeline() {}

  /**
   * Returns a graph with its parameters as constants, channels first, of operators that ONNX has.
   *
   * <p>The outputs are the same in number and order.
   *
   * @param graph operators only
   * @param parameters the content of every parameter that the graph reads
   * @param options the opset and the fusions
   */
  public static Graph prepare(Graph graph, ParameterStore parameters, OnnxOptions options) {
    return prepare(graph, parameters, options, new CastNotes(options), (pass, now) -> {});
  }

  /**
   * Converts, and notes computations in another type than the model's own.
   *
   * @param observer sees the graph after each pass
   */
  static Graph prepare(
      Graph graph,
      ParameterStore parameters,
      OnnxOptions options,
      CastNotes notes,
      BiConsumer<String, Graph> observer) {
    UnaryOperator<Graph> joined = options.fuse() ? Fusion::apply : DeadCode::apply;
    ConvertedWeights kept = new ConvertedWeights();
    PassPipeline passes =
        new PassPipeline(graph, observer)
            .then("freeze", now -> Parameters.freeze(now, parameters, all -> true, kept))
            .then("fold", ConstantFolding::forFile)
            .then("recurrences", RecurrenceToOnnx::apply)
            .then("decompose", now -> Decompose.apply(now, options.opset()))
            .then("fold", ConstantFolding::forFile);
    if (options.fuse()) {
      boolean norms = options.foldNormalization();
      passes.then("fuse", norms ? Fusion::batchNormalization : Fusion::apply);
    }
    return passes
        .then("layout", now -> LayoutPass.apply(now, false))
        .then("fold", ConstantFolding::forFile)
        .then(options.fuse() ? "fuse" : "dead code", joined)
        .then("insert casts", now -> InsertCasts.apply(now, notes::take))
        .then("hoist casts", HoistCasts::apply)
        .graph();
  }
}
