package dev.tenon.layers.base;

import dev.tenon.ir.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A call of a layer with values.
 *
 * @param name the last part of the call's path: the layer's name, with {@code @2} for its second
 *     call
 * @param node the layer
 * @param args the positional arguments
 * @param kwargs the keyword arguments, under Keras' names
 * @param outputs the results that the graph uses
 */
public record LayerCall(
    String name, LayerNode node, List<Arg> args, Map<String, Arg> kwargs, List<Value> outputs) {
  public LayerCall {
    args = List.copyOf(args);
    kwargs = Collections.unmodifiableMap(new LinkedHashMap<>(kwargs));
    outputs = List.copyOf(outputs);
  }

  /**
   * Returns the values that the call reads in Keras' order of arguments, keywords sorted by name.
   */
  public List<Value> reads() {
    return reads(args, kwargs);
  }

  /** Returns the values in arguments, in Python's order. */
  public static List<Value> reads(List<Arg> args, Map<String, Arg> kwargs) {
    List<Value> reads = new ArrayList<>();
    args.forEach(arg -> reads.addAll(arg.values()));
    new TreeMap<>(kwargs).values().forEach(arg -> reads.addAll(arg.values()));
    return reads;
  }
}
