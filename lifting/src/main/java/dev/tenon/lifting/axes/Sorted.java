package dev.tenon.lifting.axes;

import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts nodes in an order in which each stands after those that it reads from. */
public final class Sorted {
  private Sorted() {}

  /** Returns the nodes that some values need. */
  public static List<OperatorNode> needed(Map<Value, OperatorNode> producers, List<Value> values) {
    List<OperatorNode> ordered = new ArrayList<>();
    Set<OperatorNode> done = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<OperatorNode> open = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<OperatorNode> stack = new ArrayDeque<>();
    for (Value value : values) {
      push(stack, producers.get(value), done);
      while (!stack.isEmpty()) {
        OperatorNode node = stack.peek();
        if (done.contains(node)) {
          stack.pop();
        } else if (open.add(node)) {
          node.reads().forEach(read -> push(stack, producers.get(read), done));
        } else {
          stack.pop();
          done.add(node);
          ordered.add(node);
        }
      }
    }
    return ordered;
  }

  private static void push(
      Deque<OperatorNode> stack, @Nullable OperatorNode node, Set<OperatorNode> done) {
    if (node != null && !done.contains(node)) {
      stack.push(node);
    }
  }
}
