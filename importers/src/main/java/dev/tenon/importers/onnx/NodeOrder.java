package dev.tenon.importers.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** Brings nodes into an order in which each stands after those it reads from. */
final class NodeOrder {
  private NodeOrder() {}

  /** Returns the nodes in such an order, near to the given one; nodes in a cycle are left out. */
  static List<NodeProto> sorted(List<NodeProto> nodes) {
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
      for (String read : reads(nodes.get(i))) {
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

  /** Returns all names that a node reads, those read in graphs inside it included. */
  static List<String> reads(NodeProto node) {
    List<String> reads = new ArrayList<>();
    Deque<NodeProto> nodes = new ArrayDeque<>();
    nodes.add(node);
    while (!nodes.isEmpty()) {
      NodeProto next = nodes.remove();
      reads.addAll(next.getInputList());
      for (AttributeProto attribute : next.getAttributeList()) {
        List<GraphProto> graphs = new ArrayList<>(attribute.getGraphsList());
        if (attribute.hasG()) {
          graphs.add(attribute.getG());
        }
        for (GraphProto graph : graphs) {
          nodes.addAll(graph.getNodeList());
          graph.getOutputList().forEach(output -> reads.add(output.getName()));
        }
      }
    }
    return reads;
  }
}
