package dev.tenon.lifting.walk;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Value;
import java.util.List;

/**
 * One way to look for the layers of a graph; the first that writes all of it counts.
 *
 * @param fixed whether the model keeps the lengths of the file's first axes, so that functions may
 *     mix samples; otherwise the batch is open
 * @param attentions whether attentions are looked for; what is none becomes products and a softmax
 */
public record Attempt(boolean fixed, boolean attentions) {
  /** Returns the ways to try, in order. */
  public static List<Attempt> of(Graph graph) {
    List<Attempt> open = List.of(new Attempt(false, true), new Attempt(false, false));
    List<Attempt> all =
        List.of(open.get(0), open.get(1), new Attempt(true, true), new Attempt(true, false));
    return graph.inputs().stream().allMatch(Attempt::isFixed) ? all : open;
  }

  private static boolean isFixed(Value input) {
    return input.shape().ranked() && (input.rank() == 0 || input.shape().dim(0).isKnown());
  }
}
