package dev.tenon.ir.pass.fusion;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.pass.Bodies;
import dev.tenon.ir.pass.Cleanup;
import dev.tenon.ir.pass.Parameters;
import dev.tenon.ir.pass.Rewriter;

/**
 * Fuses operators into fewer equivalent ones, for export and inference.
 *
 * <p>It follows {@link Parameters#freeze}, because it reads constants. Kernels are changed on
 * copies. Only the rounding of the last bits may differ.
 */
public final class Fusion {
  private Fusion() {}

  /**
   * Returns the fused graph without batch normalization, including nested graphs.
   *
   * <p>Bias and scale are folded into convolutions, MatMul and Add become Gemm, padding is folded
   * into the next window, and chains of Reshape are merged. Identity nodes, repeated constants and
   * dead nodes are removed.
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
   * Returns the graph with inference batch normalization folded into the preceding convolution or
   * matrix product, and fused by {@link #apply}.
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
