package dev.tenon.internal.layers;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Sorts the layers of a functional model in the order of Keras' {@code model.layers}, which files
 * and weights follow.
 *
 * <p>A layer's depth is its greatest distance from an output. The deepest layers come first. Layers
 * of one depth follow in the order of a walk from the outputs.
 *
 * @param <C> calls of layers, compared by identity
 * @param <L> layers, compared by identity
 * @see <a href="https://github.com/keras-team/keras/blob/master/keras/src/ops/function.py">Keras:
 *     map_graph</a>
 */
public final class KerasOrder<C, L> {
  private final Function<C, L> layer;
  private final Function<C, List<C>> sources;
  private final Map<L, Integer> met = new IdentityHashMap<>();
  private final Set<C> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<C> finished = new ArrayList<>();
  private final Map<C, Integer> depths = new IdentityHashMap<>();

  /** Calls in the order in which their depths were first known. */
  private final List<C> learned = new ArrayList<>();

  /** A call on the way, and what of its sources is still to come. */
  private record Open<C>(C call, Iterator<C> sources) {}

  /**
   * Creates an order without calls.
   *
   * @param layer returns the layer of a call
   * @param sources returns the calls that a call reads from, in the order in which Python takes
   *     tensors out of arguments
   */
  public KerasOrder(Function<C, L> layer, Function<C, List<C>> sources) {
    this.layer = layer;
    this.sources = sources;
  }

  /** Walks from the call of an output to all calls that it depends on. */
  public void walk(C output) {
    // Not by recursion: there are models with thousands of layers in a row.
    Deque<Open<C>> way = new ArrayDeque<>();
    enter(output, way);
    while (!way.isEmpty()) {
      Open<C> last = way.element();
      if (last.sources.hasNext()) {
        enter(last.sources.next(), way);
      } else {
        finished.add(way.remove().call);
      }
    }
  }

  private void enter(C call, Deque<Open<C>> way) {
    if (seen.add(call)) {
      met.putIfAbsent(layer.apply(call), met.size());
      way.push(new Open<>(call, sources.apply(call).iterator()));
    }
  }

  /** Returns the calls of all walks, each after the calls that it reads from. */
  public List<C> calls() {
    return Collections.unmodifiableList(finished);
  }

  /**
   * Returns the layers in Keras' order, after a walk from every output.
   *
   * @param inputs layers that belong to the model even if no output needs them; those come last,
   *     before the outputs
   */
  public List<L> sorted(List<L> inputs) {
    Map<L, Integer> layers = measure();
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

  /**
   * Returns the calls in Keras' order of execution, after a walk from every output: the deepest
   * first; of one depth those of the last output first.
   */
  public List<C> run() {
    measure();
    List<C> run = new ArrayList<>(learned);
    run.sort(Comparator.comparingInt(call -> -depth(call)));
    return run;
  }

  /** Finds the depths of all calls, and returns those of the layers. */
  private Map<L, Integer> measure() {
    Map<L, Integer> layers = new IdentityHashMap<>();
    depths.clear();
    learned.clear();
    for (int i = finished.size() - 1; i >= 0; i--) {
      C call = finished.get(i);
      L own = layer.apply(call);
      deepen(call, layers.getOrDefault(own, 0));
      layers.put(own, depth(call));
      for (C source : sources.apply(call)) {
        deepen(source, depth(call) + 1);
      }
    }
    return layers;
  }

  private void deepen(C call, int depth) {
    if (!depths.containsKey(call)) {
      learned.add(call);
    }
    depths.merge(call, depth, Math::max);
  }

  /** Returns the distance of a call from the outputs, after {@link #sorted}. */
  public int depth(C call) {
    return depths.getOrDefault(call, 0);
  }
}
