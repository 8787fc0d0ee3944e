package dev.tenon.ir.pass;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
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

  private ShortGraphs() {}

  /**
   * Says whether a graph is a net of a few matrices. Each of its products uses all threads in any
   * case; a transformer's run side by side, those of a recurrence too, and what slides along images
   * takes long enough.
   */
  public static boolean isShort(List<OperatorNode> nodes) {
    return nodes.size() <= FEW && nodes.stream().noneMatch(ShortGraphs::takesLong);
  }

  private static boolean takesLong(OperatorNode node) {
    Operator operator = node.operator();
    Shape shape = node.outputs().get(0).shape();
    return operator instanceof Spatial
        || operator instanceof Recurrent
        || operator instanceof Control
        || LightGraphs.numbers(shape) > MOST_NUMBERS
        || (operator instanceof Linear && !(shape.ranked() && shape.rank() <= 2));
  }
}
