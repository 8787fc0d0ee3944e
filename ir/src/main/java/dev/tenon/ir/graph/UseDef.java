package dev.tenon.ir.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The use-def chains of a graph: the producer and the readers of each value. */
public class UseDef {
  private final Map<Value, OperatorNode> producers = new IdentityHashMap<>();
  private final Map<Value, List<OperatorNode>> readers = new IdentityHashMap<>();
  private final Set<Value> results = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Collects the uses of a graph's values, without nested graphs. */
  public UseDef(Graph graph) {
    this(graph.nodes());
    results.addAll(graph.outputs());
  }

  /** Collects the uses of some nodes' values, without graph outputs. */
  public UseDef(List<OperatorNode> nodes) {
    for (OperatorNode node : nodes) {
      node.outputs().forEach(output -> producers.put(output, node));
      for (Value value : node.inputs()) {
        if (value != null) {
          readers.computeIfAbsent(value, v -> new ArrayList<>(1)).add(node);
        }
      }
    }
  }

  /** Returns the node that produces a value; null for inputs, constants and parameters. */
  public @Nullable OperatorNode producer(Value value) {
    return producers.get(value);
  }

  /** Returns the node that produces a value if its operator is of a class, else null. */
  public @Nullable OperatorNode producer(Value value, Class<? extends Operator> kind) {
    OperatorNode node = producers.get(value);
    return node != null && kind.isInstance(node.operator()) ? node : null;
  }

  /** Returns the producer of a value, skipping nodes of a class; null for none. */
  public @Nullable OperatorNode producerBefore(Value value, Class<? extends Operator> kind) {
    OperatorNode node = producers.get(value);
    while (node != null && kind.isInstance(node.operator())) {
      node = producers.get(node.input(0));
    }
    return node;
  }

  /** Returns the nodes that read a value, in order, once for each operand. */
  public List<OperatorNode> readers(Value value) {
    return readers.getOrDefault(value, List.of());
  }

  /** Returns whether a value is an output of the graph. */
  public boolean isResult(Value value) {
    return results.contains(value);
  }

  /** Returns whether exactly one operand reads the value, and it is not an output of the graph. */
  public boolean isReadOnce(Value value) {
    return readers(value).size() == 1 && !results.contains(value);
  }

  /** Returns all values that some values depend on, including themselves. */
  public Set<Value> behind(Collection<Value> values) {
    Set<Value> found = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Value> open = new ArrayDeque<>(values);
    while (!open.isEmpty()) {
      Value value = open.pop();
      OperatorNode node = found.add(value) ? producers.get(value) : null;
      if (node != null) {
        open.addAll(node.reads());
      }
    }
    return found;
  }

  /** Returns the nodes that some values depend on, in topological order. */
  public List<OperatorNode> sorted(List<Value> values) {
    List<OperatorNode> ordered = new ArrayList<>();
    Set<OperatorNode> done = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<OperatorNode> open = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<OperatorNode> stack = new ArrayDeque<>();
    for (Value value : values) {
      push(stack, value, done);
      while (!stack.isEmpty()) {
        OperatorNode node = stack.peek();
        if (done.contains(node)) {
          stack.pop();
        } else if (open.add(node)) {
          node.reads().forEach(read -> push(stack, read, done));
        } else {
          stack.pop();
          done.add(node);
          ordered.add(node);
        }
      }
    }
    return ordered;
  }

  private void push(Deque<OperatorNode> stack, Value value, Set<OperatorNode> done) {
    OperatorNode node = producers.get(value);
    if (node != null && !done.contains(node)) {
      stack.push(node);
    }
  }
}
