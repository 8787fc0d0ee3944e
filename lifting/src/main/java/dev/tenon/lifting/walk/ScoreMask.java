package dev.tenon.lifting.walk;

import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Movement;
import dev.tenon.lifting.axes.AxisLayout;
import dev.tenon.lifting.axes.ElementaryAxis;
import dev.tenon.lifting.axes.NoEquivalentLayerException;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A mask that is computed: true for what a query may look at.
 *
 * @param held the mask, its axes those of the scores
 * @param causal whether what comes later is hidden besides
 */
public record ScoreMask(AxisLayout held, boolean causal) {

  /** Reads a mask (batch, heads or 1, T or 1, S), alone or together with a fixed triangle. */
  public static ScoreMask of(LiftContext site, Value allowed) {
    OperatorNode node = site.producer(allowed);
    boolean widened = node != null && node.operator() instanceof Movement.Unsqueeze;
    OperatorNode both = widened && node != null ? site.producer(node.input(0)) : node;
    if (both != null && both.operator() instanceof Binary.And) {
      for (int side = 0; side < 2; side++) {
        Tensor fixed = both.input(side).constant();
        Boolean causal = fixed == null ? null : CausalMask.allowed(fixed, true);
        if (causal != null) {
          AxisLayout other = site.held(both.input(1 - side));
          return new ScoreMask(widened ? widened(other, allowed) : other, causal);
        }
      }
    }
    return new ScoreMask(site.held(allowed), false);
  }

  /** Puts in the axis of the heads, which an Unsqueeze behind the triangle adds. */
  private static AxisLayout widened(AxisLayout held, Value allowed) {
    if (allowed.rank() != held.rank() + 1 || allowed.shape().dim(1).orMinusOne() != 1) {
      throw new NoEquivalentLayerException("hides by a mask of another form");
    }
    List<List<ElementaryAxis>> seen = new ArrayList<>(held.seen());
    seen.add(1, List.of());
    return held.seenAs(seen);
  }

  boolean isBoolean() {
    return held.tensor().value().dtype() == DType.BOOL;
  }
}
