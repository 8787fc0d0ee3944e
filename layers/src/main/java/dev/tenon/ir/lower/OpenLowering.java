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
 * Calls layers in order into one graph of operators that a caller extends in between.
 *
 * <p>The parameters are those of the layers. A call reads the values that earlier calls assigned to
 * parameters.
 */
public final class OpenLowering {
  private final GraphBuilder root;
  private final Lowering lowering;
  private final Map<String, Integer> calls = new HashMap<>();

  /**
   * Creates an empty graph.
   *
   * @param name the graph's name
   * @param beforeRead receives each parameter before a layer reads it
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

  /** Returns the operators that extend the graph. */
  public Ops ops() {
    return lowering.ops;
  }

  /** Runs a computation whose operators get an origin. */
  public <T> T within(Origin origin, Supplier<T> writing) {
    lowering.enter(origin.path(), origin.kind(), lowering.again());
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
   * @param training whether the call is part of training
   * @return all its results
   * @throws IllegalArgumentException if shapes do not fit; the message names the layer
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

  /** Sets the content of a parameter for later calls. */
  public void update(Parameter parameter, Value value) {
    lowering.update(parameter, value);
  }

  /** Returns the present content of all assigned parameters. */
  public Map<Parameter, Value> updates() {
    return Collections.unmodifiableMap(lowering.states);
  }

  /** Returns the scalars that layers have added to the loss so far, in order. */
  public List<Value> losses() {
    return List.copyOf(lowering.losses);
  }

  /** Returns the parameters of all called layers and their inner layers. */
  public List<Parameter> parameters() {
    Set<Parameter> all = new LinkedHashSet<>();
    lowering.built.values().forEach(layer -> all.addAll(layer.scope().all()));
    return List.copyOf(all);
  }
}
