package dev.tenon.runtime.tensorflow.ops;

import dev.tenon.ir.shape.Shape;
import dev.tenon.runtime.Collective;
import dev.tenon.runtime.tensorflow.emit.MappingTable;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.tensorflow.Output;

/** Sums over the processes that train together, by TensorFlow's own collective operations. */
final class CollectiveMappings {
  /** All processes are one group. */
  private static final int GROUP = 1;

  /**
   * The fewest elements for each process. TensorFlow cuts a tensor into a part for each; a process
   * without a part waits for nobody, and would notice the death of another at the timeout only.
   */
  private static final int SHARE = 64;

  private CollectiveMappings() {}

  static void register(MappingTable to) {
    to.single(Collective.AllReduce.class, CollectiveMappings::allReduce);
  }

  private static Output<?> allReduce(Collective.AllReduce operator, NodeContext at) {
    Tf tf = at.tf();
    Output<?> own = at.in(0);
    Shape shape = at.node().input(0).shape();
    long size = shape.isKnown() ? shape.size().orMinusOne() : Long.MAX_VALUE;
    if (size >= (long) SHARE * operator.replicas()) {
      return differentiable(at, own, reduce(operator, tf, own));
    }
    long missing = (long) SHARE * operator.replicas() - size;
    Output<?> zeros = tf.constant(Tensor.zeros(at.node().input(0).dtype(), missing));
    Output<?> sums = reduce(operator, tf, tf.concat(0, List.of(tf.reshape(own, size), zeros)));
    Output<?> first = tf.op("Slice").in(sums, tf.longs(0), tf.longs(size)).out();
    return differentiable(at, own, tf.reshape(first, shape.toLongs()));
  }

  private static Output<?> reduce(Collective.AllReduce operator, Tf tf, Output<?> own) {
    return tf.op("CollectiveReduce")
        .in(own)
        .attr("group_size", operator.replicas())
        .attr("group_key", GROUP)
        .attr("instance_key", operator.key())
        .attr("merge_op", "Add")
        .attr("final_op", "Id")
        .attr("subdiv_offsets", new long[] {0})
        .attr("communication_hint", "ring")
        .attr("timeout_seconds", (float) operator.timeoutSeconds())
        .out();
  }

  private static Output<?> differentiable(NodeContext at, Output<?> own, Output<?> sum) {
    if (!at.training() || !at.node().input(0).dtype().isFloating()) {
      return sum;
    }
    // TensorFlow has no gradient of the operation: it is that of the own summand.
    Tf tf = at.tf();
    return tf.add(own, tf.unary("StopGradient", tf.sub(sum, own)));
  }
}
