package dev.tenon.ir.pass.fusion;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.pass.Bodies;
import dev.tenon.ir.pass.Cleanup;
import dev.tenon.ir.pass.Parameters;
import dev.tenon.ir.pass.Rewriter;

/**
 * Joins operators into fewer that mean the same, for export and inference.
 *
 * <p>Run it after {@link Parameters#freeze}: it looks at constants. Kernels are changed on copies.
 * Only the roundings of the last bits may differ.
 */
public final class Fusion {
  private Fusion() {}

  /**
   * Returns the graph with everything joined but batch normalisation, in nested graphs too.
   *
   * <p>Bias and scale go into convolutions, MatMul and Add become Gemm, padding goes into the
   * window that follows, chains of Reshape become one, and Identity, repeated constants and dead
   * nodes go.
   */
  public static Graph apply(Graph graph) {
    Graph now = Cleanup.apply(bodies(graph));
    now = Rewriter.apply(now, FuseAffine::visit);
    now = Rewriter.apply(now, FusePadding::visit);
    now = Rewriter.apply(now, FusePooling::visit);
    now = Rewriter.apply(now, FuseGemm::visit);
    return Cleanup.apply(now);
  }

  /**
   * Returns the graph with inference batch normalisation folded into the convolution or matrix
   * product before it, and with what {@link #apply} does.
   */
  public static Graph batchNormalization(Graph graph) {
    Graph now = Cleanup.apply(graph);
    now = Rewriter.apply(now, FuseAffine::visit);
    now = Rewriter.apply(now, FuseBatchNormalization::visit);
    return apply(now);
  }

  private static Graph bodies(Graph graph) {
    return Rewriter.apply(
        graph,
        (rewriter, node) -> {
          Operator operator = Bodies.map(node.operator(), Fusion::apply);
          if (operator == node.operator()) {
            rewriter.keep(node);
          } else {
            rewriter.put(node.with(operator, rewriter.operands(node)));
          }
        });
  }
}
