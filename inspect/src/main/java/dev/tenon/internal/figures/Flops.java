package dev.tenon.internal.figures;

import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Attributes;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.ir.op.Spatial;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts the floating-point operations of operators for one sample; a multiplication and an
 * addition are two.
 */
public final class Flops {
  /** The symbol of the batch length in Keras' models. */
  private static final String BATCH = "batch";

  private Flops() {}

  /**
   * Returns the number of elements of a shape for a batch of one; negative if another length is
   * open.
   *
   * @param shape the shape, whose batch can be joined with another axis or moved
   */
  public static long elements(Shape shape) {
    if (!shape.ranked()) {
      return -1;
    }
    long count = 1;
    for (int i = 0; i < shape.rank(); i++) {
      long length = shape.length(i);
      if (shape.dim(i) instanceof Dim.Affine dim && dim.symbol().equals(BATCH)) {
        length = Math.max(0, dim.factor() + dim.offset());
      } else if (length < 0 && i > 0) {
        return -1;
      }
      count *= length < 0 ? 1 : length;
    }
    return count;
  }

  /**
   * Returns the operations of a node; negative if lengths are open.
   *
   * @param node the node
   */
  public static long of(OperatorNode node) {
    FlopRules.Rule rule =
        node.operator() instanceof Recurrent.Recurrence recurrence
            ? any -> steps(recurrence, node)
            : FlopRules.TABLE.find(node.operator().getClass());
    return rule == null ? -1 : FlopRules.count(rule, counted(node));
  }

  private static long steps(Recurrent.Recurrence recurrence, OperatorNode node) {
    long time = node.input(recurrence.states()).shape().length(0);
    long body = 0;
    for (OperatorNode inner : recurrence.body().nodes()) {
      long flops = of(inner);
      if (flops < 0) {
        return -1;
      }
      body += flops;
    }
    return time < 0 ? -1 : time * body;
  }

  private static FlopNode counted(OperatorNode node) {
    List<@Nullable Shape> inputs = new ArrayList<>();
    for (Value input : node.inputs()) {
      inputs.add(input == null ? null : input.shape());
    }
    return new FlopNode(
        inputs,
        node.outputs().isEmpty() ? Shape.unknownRank() : node.output().shape(),
        node.operator() instanceof Spatial spatial && spatial.channelsLast(),
        Attributes.of(node.operator()));
  }
}
