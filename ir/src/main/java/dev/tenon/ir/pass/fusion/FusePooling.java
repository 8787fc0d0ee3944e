package dev.tenon.ir.pass.fusion;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Pooling;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.pass.Rewriter;
import dev.tenon.ir.shape.Shape;
import java.util.List;

/** Joins global pooling and the Reshape that drops its axes of length 1 into one reduction. */
final class FusePooling {
  private FusePooling() {}

  static void visit(Rewriter rewriter, OperatorNode node) {
    Operator operator = node.operator();
    boolean drops =
        operator instanceof Movement.Reshape
            || operator instanceof Movement.Flatten
            || operator instanceof Movement.Squeeze;
    OperatorNode pool = drops ? rewriter.producer(rewriter.now(node.input(0))) : null;
    if (pool == null
        || !rewriter.isReadOnce(node.input(0))
        || !(pool.operator() instanceof Pooling pooling)
        || !isChannels(node.output().shape(), pool, pooling)) {
      rewriter.keep(node);
      return;
    }
    Reduction reduction;
    if (pooling instanceof Pooling.GlobalAveragePool) {
      reduction = new Reduction.ReduceMean(0, 0);
    } else if (pooling instanceof Pooling.GlobalMaxPool) {
      reduction = new Reduction.ReduceMax(0, 0);
    } else {
      rewriter.keep(node);
      return;
    }
    Value x = pool.input(0);
    long[] axes = new long[x.rank() - 2];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = (pooling.channelsLast() ? 1L : 2L) + i;
    }
    Value spatial = rewriter.longs(pool.name() + "/axes", axes);
    rewriter.put(pool.with(reduction, List.of(x, spatial), node.outputs()));
  }

  private static boolean isChannels(Shape result, OperatorNode pool, Pooling pooling) {
    Shape x = pool.input(0).shape();
    return result.ranked()
        && x.ranked()
        && result.rank() == 2
        && result.dim(0).equals(x.dim(0))
        && result.dim(1).equals(x.dim(pooling.channelAxis(x.rank())));
  }
}
