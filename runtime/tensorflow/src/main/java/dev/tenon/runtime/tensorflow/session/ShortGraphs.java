package dev.tenon.runtime.tensorflow.session;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Control;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.ir.op.Spatial;
import dev.tenon.ir.shape.Shape;
import java.util.List;

/** Graphs whose run is over before it has been shared out among threads. */
public final class ShortGraphs {
  /** An operation on more numbers of a sample, such as the pixels of an image, is worth threads. */
  private static final long MOST_NUMBERS = 1 << 14;

  /** A net of a few dense layers has no more operators than this, its loss and metrics included. */
  private static final int FEW = 128;

  /** So many multiplications take one thread about half a millisecond. */
  private static final long LIGHT = 50_000_000;

  /** More weights are not in a processor's cache, and not worth having twice. */
  private static final long FEW_WEIGHTS = 1 << 22;

  private ShortGraphs() {}

  /**
   * Says whether a graph is a net of a few matrices. Each of its products uses all threads in any
   * case; a transformer's run side by side, those of a recurrence too, and what slides along images
   * takes long enough.
   */
  public static boolean isShort(List<OperatorNode> nodes) {
    return nodes.size() <= FEW && nodes.stream().noneMatch(ShortGraphs::takesLong);
  }

  /**
   * Says whether a graph slides along images, and one thread has soon computed what it makes of a
   * sample.
   */
  public static boolean isLight(List<OperatorNode> nodes) {
    return nodes.size() <= FEW
        && nodes.stream().anyMatch(node -> node.operator() instanceof Spatial)
        && nodes.stream()
            .noneMatch(
                node -> node.operator() instanceof Recurrent || node.operator() instanceof Control)
        && nodes.stream().mapToLong(ShortGraphs::weights).sum() <= FEW_WEIGHTS
        && nodes.stream().mapToLong(ShortGraphs::products).sum() <= LIGHT;
  }

  /** Returns how many products of a sample's numbers with weights a node adds up, about. */
  private static long products(OperatorNode node) {
    Shape shape = node.outputs().get(0).shape();
    boolean multiplies = node.operator() instanceof Spatial || node.operator() instanceof Linear;
    return multiplies && shape.ranked() && shape.rank() > 1
        ? weights(node) * numbers(shape) / Math.max(1, channels(node, shape))
        : 0;
  }

  private static long weights(OperatorNode node) {
    return node.reads().stream()
        .filter(read -> read.parameter() != null || read.constant() != null)
        .map(Value::shape)
        .mapToLong(shape -> shape.rank() == 0 ? 1 : shape.length(0) * numbers(shape))
        .max()
        .orElse(0);
  }

  private static long channels(OperatorNode node, Shape shape) {
    boolean last = !(node.operator() instanceof Spatial spatial) || spatial.channelsLast();
    return shape.length(last ? shape.rank() - 1 : 1);
  }

  private static boolean takesLong(OperatorNode node) {
    Operator operator = node.operator();
    Shape shape = node.outputs().get(0).shape();
    return operator instanceof Spatial
        || operator instanceof Recurrent
        || operator instanceof Control
        || numbers(shape) > MOST_NUMBERS
        || (operator instanceof Linear && !(shape.ranked() && shape.rank() <= 2));
  }

  /** Returns how many numbers a sample has, as far as they are known. */
  private static long numbers(Shape shape) {
    long numbers = 1;
    for (int axis = 1; shape.ranked() && axis < shape.rank(); axis++) {
      numbers *= Math.max(1, shape.length(axis));
    }
    return numbers;
  }
}
