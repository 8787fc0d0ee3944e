package dev.tenon.ir.pass.recurrence;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.ir.pass.Rewriter;
import dev.tenon.ir.pass.SubgraphRenaming;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Converts loops over sequences to ONNX: to LSTM, GRU and RNN if equivalent, else to Scan.
 *
 * <p>Weights are rearranged by operators, which {@link dev.tenon.ir.fold.ConstantFolding} computes
 * once the parameters are constants. Constant values of a Scan stay operands (see {@link
 * Recurrent.Scan}). Names in its body are unique in the whole graph, as ONNX requires. The halves
 * of a Bidirectional layer stay two operators.
 */
public final class RecurrenceToOnnx {
  private RecurrenceToOnnx() {}

  /** Returns the graph without {@link Recurrent.Recurrence}, nested graphs included. */
  public static Graph apply(Graph graph) {
    return Rewriter.apply(
        graph,
        (rewriter, node) -> {
          if (node.operator() instanceof Recurrent.Recurrence loop) {
            Recurrent.SameAs same = loop.same();
            if (same == null || !same.fits(node, loop)) {
              scan(rewriter, node, loop);
            } else {
              new RecurrentCell(rewriter, node, loop, same).write();
            }
          } else {
            rewriter.keep(node);
          }
        });
  }

  private static void scan(Rewriter rewriter, OperatorNode node, Recurrent.Recurrence loop) {
    Graph body = SubgraphRenaming.apply(apply(loop.body()), node.name(), rewriter);
    @Nullable List<Long> directions =
        loop.reverse() ? Collections.nCopies(loop.sequences(), 1L) : null;
    Recurrent.Scan scan =
        new Recurrent.Scan(body, loop.sequences(), null, directions, null, null, loop.states());
    rewriter.put(node, scan, rewriter.operands(node), node.outputs());
  }
}
