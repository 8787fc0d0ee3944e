package dev.tenon.keras.calls;

import dev.tenon.error.MalformedModelException;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.LayerCall;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/** Puts calls behind those that they read from, otherwise in the order of the file. */
final class CallOrder {
  private final String where;
  private final List<LayerCall> calls;

  CallOrder(String where, List<LayerCall> calls) {
    this.where = where;
    this.calls = calls;
  }

  /**
   * Returns the calls in order.
   *
   * @param inputs what is there from the start
   * @throws MalformedModelException where calls read from each other in a circle
   */
  List<LayerCall> sorted(List<Value> inputs) {
    Map<Value, List<Integer>> readers = new IdentityHashMap<>();
    int[] missing = new int[calls.size()];
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    for (int i = 0; i < calls.size(); i++) {
      Set<Value> reads = Collections.newSetFromMap(new IdentityHashMap<>());
      reads.addAll(calls.get(i).reads());
      inputs.forEach(reads::remove);
      missing[i] = reads.size();
      for (Value value : reads) {
        readers.computeIfAbsent(value, k -> new ArrayList<>()).add(i);
      }
      if (reads.isEmpty()) {
        ready.add(i);
      }
    }
    List<LayerCall> sorted = new ArrayList<>();
    while (!ready.isEmpty()) {
      LayerCall call = calls.get(ready.remove());
      sorted.add(call);
      for (Value output : call.outputs()) {
        for (int reader : readers.getOrDefault(output, List.of())) {
          if (--missing[reader] == 0) {
            ready.add(reader);
          }
        }
      }
    }
    if (sorted.size() < calls.size()) {
      Set<LayerCall> done = new HashSet<>(sorted);
      LayerCall stuck =
          calls.stream().filter(call -> !done.contains(call)).findFirst().orElseThrow();
      throw new MalformedModelException(
          where,
          "layer '"
              + stuck.name()
              + "' reads from a circle of layers, or from an input that the model does not list");
    }
    return sorted;
  }
}
