package dev.tenon.layers.base;

import dev.tenon.ir.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A layer applied to values.
 *
 * @param name the call path's last part: the layer's name, with {@code @2} for its second call
 * @param node the layer
 * @param args the positional arguments
 * @param kwargs the keyword arguments, under Keras' names
 * @param outputs the results, as many as the graph refers to
 */
public record LayerCall(
    String name, LayerNode node, List<Arg> args, Map<String, Arg> kwargs, List<Value> outputs) {
  public LayerCall {
    args = List.copyOf(args);
    kwargs = Collections.unmodifiableMap(new LinkedHashMap<>(kwargs));
    outputs = List.copyOf(outputs);
  }

  /**
   * Returns what is read in the order in which Keras takes it out of arguments: keywords by name.
   */
  public List<Value> reads() {
    return reads(args, kwargs);
  }

  /** Returns the values in arguments, in the order in which Python takes them out. */
  public static List<Value> reads(List<Arg> args, Map<String, Arg> kwargs) {
    List<Value> reads = new ArrayList<>();
    args.forEach(arg -> reads.addAll(arg.values()));
    new TreeMap<>(kwargs).values().forEach(arg -> reads.addAll(arg.values()));
    return reads;
  }
}
