package dev.tenon.importers.onnx.proto;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** Sorts nodes topologically. */
public final class NodeOrder {
  private NodeOrder() {}

  /**
   * Returns the nodes in topological order, close to the given one; nodes of a cycle are absent.
   */
  public static List<NodeProto> sorted(List<NodeProto> nodes) {
    Map<String, Integer> producers = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      for (String output : nodes.get(i).getOutputList()) {
        if (!output.isEmpty()) {
          producers.putIfAbsent(output, i);
        }
      }
    }
    int[] open = new int[nodes.size()];
    List<List<Integer>> readers = new ArrayList<>();
    nodes.forEach(node -> readers.add(new ArrayList<>()));
    boolean ordered = true;
    for (int i = 0; i < open.length; i++) {
      for (String read : FreeNames.of(nodes.get(i))) {
        Integer producer = producers.get(read);
        if (producer != null) {
          ordered &= producer < i;
          open[i]++;
          readers.get(producer).add(i);
        }
      }
    }
    return ordered ? nodes : sorted(nodes, open, readers);
  }

  private static List<NodeProto> sorted(
      List<NodeProto> nodes, int[] open, List<List<Integer>> readers) {
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    for (int i = 0; i < open.length; i++) {
      if (open[i] == 0) {
        ready.add(i);
      }
    }
    List<NodeProto> sorted = new ArrayList<>();
    while (!ready.isEmpty()) {
      int next = ready.remove();
      sorted.add(nodes.get(next));
      for (int reader : readers.get(next)) {
        open[reader]--;
        if (open[reader] == 0) {
          ready.add(reader);
        }
      }
    }
    return sorted;
  }
}
