package dev.tenon.runtime.tensorflow.saved;

import dev.tenon.error.MalformedModelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.tensorflow.proto.NodeDef;

/**
 * Checks the loops that a graph is wired into by Enter, NextIteration and Exit: TensorFlow takes
 * for granted that they nest, and an Exit from no loop ends the process.
 */
public final class FrameCheck {
  private static final Set<String> OPERATORS = Set.of("Enter", "Exit", "NextIteration");

  private final String where;
  private final Map<String, NodeDef> nodes = new HashMap<>();

  /** The names of the loops, outermost first, in which an operation gives its results. */
  private final Map<String, List<String>> frames = new HashMap<>();

  private FrameCheck(String where) {
    this.where = where;
  }

  /**
   * Checks the operations of a graph or of a function.
   *
   * @param where starts the sentence of an exception, up to the name of an operation
   * @throws MalformedModelException where loops do not nest
   */
  public static void check(String where, List<NodeDef> nodes) {
    if (nodes.stream().anyMatch(node -> OPERATORS.contains(node.getOp()))) {
      new FrameCheck(where).check(nodes);
    }
  }

  private void check(List<NodeDef> all) {
    all.forEach(node -> nodes.put(node.getName(), node));
    Map<String, List<NodeDef>> readers = new HashMap<>();
    Map<String, Long> open = new HashMap<>();
    Deque<NodeDef> ready = new ArrayDeque<>();
    for (NodeDef node : all) {
      Set<String> before = before(node);
      before.forEach(name -> readers.computeIfAbsent(name, key -> new ArrayList<>()).add(node));
      open.put(node.getName(), (long) before.size());
      if (before.isEmpty()) {
        ready.add(node);
      }
    }
    while (!ready.isEmpty()) {
      NodeDef node = ready.remove();
      frames.put(node.getName(), frame(node));
      for (NodeDef reader : readers.getOrDefault(node.getName(), List.of())) {
        if (open.merge(reader.getName(), -1L, Long::sum) == 0) {
          ready.add(reader);
        }
      }
    }
    // What waits for itself TensorFlow refuses, and what it iterates must be where it begins.
    for (NodeDef node : all) {
      for (String name : inputs(node)) {
        List<String> from = frames.get(name);
        List<String> own = frames.get(node.getName());
        if (node.getOp().equals("Merge") && from != null && own != null && !from.equals(own)) {
          throw damaged(node, "joins two loops");
        }
      }
    }
  }

  /** Returns the operations that are to be looked at before a node: not those of the next turn. */
  private Set<String> before(NodeDef node) {
    return inputs(node).stream().filter(name -> !isNextIteration(name)).collect(Collectors.toSet());
  }

  private boolean isNextIteration(String name) {
    NodeDef node = nodes.get(name);
    return node != null && node.getOp().equals("NextIteration");
  }

  private Set<String> inputs(NodeDef node) {
    // A function's own inputs are no operations.
    return node.getInputList().stream()
        .map(GraphPart::operation)
        .filter(nodes::containsKey)
        .collect(Collectors.toSet());
  }

  private List<String> frame(NodeDef node) {
    List<String> own = null;
    for (String name : before(node)) {
      List<String> from = frames.getOrDefault(name, List.of());
      if (own != null && !own.equals(from)) {
        throw damaged(node, "reads from two loops");
      }
      own = from;
    }
    List<String> frame = own == null ? List.of() : own;
    switch (node.getOp()) {
      case "Enter" -> {
        List<String> inner = new ArrayList<>(frame);
        inner.add(node.getAttrOrThrow("frame_name").getS().toStringUtf8());
        return inner;
      }
      case "Exit", "NextIteration" -> {
        if (frame.isEmpty()) {
          throw damaged(node, "lies in no loop");
        }
        return node.getOp().equals("Exit") ? frame.subList(0, frame.size() - 1) : frame;
      }
      default -> {
        return frame;
      }
    }
  }

  private MalformedModelException damaged(NodeDef node, String what) {
    return new MalformedModelException(
        where + node.getName() + "' (" + node.getOp() + ") " + what + ": the graph is damaged");
  }
}
