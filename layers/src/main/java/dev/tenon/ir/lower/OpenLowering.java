package dev.tenon.ir.lower;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.LayerCall;
import dev.tenon.layers.base.LayerNode;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls layers one after the other into one graph of operators, which a caller adds to in between.
 *
 * <p>Parameters are those that the layers have already. What a call assigns to a parameter, the
 * calls after it read.
 */
public final class OpenLowering {
  private final GraphBuilder root;
  private final Lowering lowering;
  private final Map<String, Integer> calls = new HashMap<>();

  /**
   * Begins with an empty graph.
   *
   * @param name the graph's name
   * @param beforeRead told of each parameter before a layer reads it
   */
  public OpenLowering(String name, Consumer<Parameter> beforeRead) {
    this.root = new GraphBuilder(name);
    this.lowering = new Lowering(Mode.TRAINING, root);
    lowering.beforeRead = beforeRead;
  }

  /** Returns the graph so far. */
  public GraphBuilder builder() {
    return root;
  }

  /** Returns the operators, which are added to the graph. */
  public Ops ops() {
    return lowering.ops;
  }

  /** Names where the operators come from that are written meanwhile. */
  public <T> T within(Origin origin, Supplier<T> writing) {
    lowering.enter(origin);
    try {
      return writing.get();
    } finally {
      lowering.leaveOrigin();
    }
  }

  /**
   * Calls a layer.
   *
   * @param args the positional arguments: values of this graph
   * @param kwargs the keyword arguments, under Keras' names
   * @param training whether it is called as in training
   * @return all its results
   * @throws IllegalArgumentException where shapes do not fit; the message names the layer
   */
  public List<Value> call(
      LayerNode node, List<Arg> args, Map<String, Arg> kwargs, boolean training) {
    int number = calls.merge(node.name(), 1, Integer::sum);
    String name = number == 1 ? node.name() : node.name() + "@" + number;
    Map<Value, Value> bound = new IdentityHashMap<>();
    LayerCall call = new LayerCall(name, node, args, kwargs, List.of());
    call.reads().forEach(value -> bound.put(value, value));
    Mode before = lowering.mode;
    lowering.mode = training ? Mode.TRAINING : Mode.EVALUATION;
    try {
      lowering.call(call, bound, "", "", (layer, scope) -> {});
    } finally {
      lowering.mode = before;
    }
    List<Value> results = lowering.inner.get(name);
    if (results == null) {
      throw new IllegalStateException("layer " + node + " was not called");
    }
    return results;
  }

  /** Returns the mask of a value; null for none. */
  public @Nullable Value mask(Value value) {
    return lowering.mask(value);
  }

  /** Returns the present content of a parameter. */
  public Value state(Parameter parameter) {
    return lowering.state(parameter);
  }

  /** Says what a parameter holds from now on. */
  public void update(Parameter parameter, Value value) {
    lowering.update(parameter, value);
  }

  /** Returns what parameters hold now that were assigned since the beginning. */
  public Map<Parameter, Value> updates() {
    return Collections.unmodifiableMap(lowering.states);
  }

  /** Returns the scalars that layers have added to the loss so far, in order. */
  public List<Value> losses() {
    return List.copyOf(lowering.losses);
  }

  /** Returns the parameters of all layers that were called, their own and those inside them. */
  public List<Parameter> parameters() {
    Set<Parameter> all = new LinkedHashSet<>();
    lowering.built.values().forEach(layer -> all.addAll(layer.scope().all()));
    return List.copyOf(all);
  }
}
