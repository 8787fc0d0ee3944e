package dev.tenon.ir.layer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Puts the layers of a functional model into the order of Keras' {@code model.layers}, by which
 * files list them and weights are found.
 *
 * <p>A layer's depth is its greatest distance from an output. The deepest come first, layers of one
 * depth in the order in which a walk from the outputs meets them.
 *
 * @param <C> calls of layers, told apart by identity
 * @param <L> layers, told apart by identity
 * @see <a href="https://github.com/keras-team/keras/blob/master/keras/src/ops/function.py">Keras:
 *     map_graph</a>
 */
public final class KerasOrder<C, L> {
  private final Function<C, L> layer;
  private final Function<C, List<C>> sources;
  private final Map<L, Integer> met = new IdentityHashMap<>();
  private final Map<C, Integer> depths = new IdentityHashMap<>();

  /**
   * Starts a walk.
   *
   * @param layer gives the layer of a call
   * @param sources gives the calls that a call reads from
   */
  public KerasOrder(Function<C, L> layer, Function<C, List<C>> sources) {
    this.layer = layer;
    this.sources = sources;
  }

  /** Notes that the walk came to a layer, before it goes on to what the layer reads. */
  public void meet(L reached) {
    met.putIfAbsent(reached, met.size());
  }

  /**
   * Returns the layers in Keras' order.
   *
   * @param calls all calls, each after those that it reads from
   * @param inputs layers that belong to the model even where no output needs them: they are next to
   *     the outputs then, before others
   */
  public List<L> sorted(List<C> calls, List<L> inputs) {
    Map<L, Integer> layers = new IdentityHashMap<>();
    for (int i = calls.size() - 1; i >= 0; i--) {
      C call = calls.get(i);
      L own = layer.apply(call);
      int depth = Math.max(depths.getOrDefault(call, 0), layers.getOrDefault(own, 0));
      layers.put(own, depth);
      depths.put(call, depth);
      for (C source : sources.apply(call)) {
        depths.merge(source, depth + 1, Math::max);
      }
    }
    List<L> sorted = new ArrayList<>(layers.keySet());
    for (L input : inputs) {
      if (layers.putIfAbsent(input, 0) == null) {
        met.put(input, -1);
        sorted.add(input);
      }
    }
    sorted.sort(
        Comparator.<L>comparingInt(each -> -layers.getOrDefault(each, 0))
            .thenComparingInt(each -> met.getOrDefault(each, Integer.MAX_VALUE)));
    return sorted;
  }

  /** Returns the distance of a call from the outputs, after {@link #sorted}. */
  public int depth(C call) {
    return depths.getOrDefault(call, 0);
  }
}
