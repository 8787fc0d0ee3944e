package dev.tenon.lifting.walk;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.UseDef;
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

/** The nodes without a layer, of which those count that an output needs. */
public final class Failures {
  private final Graph graph;
  private final UseDef uses;
  private final Map<OperatorNode, String> reasons = new IdentityHashMap<>();
  private final Map<Value, String> inputs = new IdentityHashMap<>();
  private final Map<OperatorNode, Set<Value>> reads = new IdentityHashMap<>();
  private final List<Reason> outputs = new ArrayList<>();

  Failures(Graph graph, UseDef uses) {
    this.graph = graph;
    this.uses = uses;
  }

  /** Notes a node without a layer; the reason is null where it is that of another node. */
  void add(OperatorNode node, @Nullable String reason) {
    if (reason != null) {
      reasons.put(node, reason);
    }
    // It may have been given up before all of its operands were looked at.
    for (int i = 0; i < node.inputs().size(); i++) {
      Value value = node.optionalInput(i);
      if (value != null && (i == 0 || value.dtype().isFloating())) {
        read(node, value);
      }
    }
  }

  void input(Value input, String reason) {
    inputs.put(input, reason);
  }

  public void output(String name, String reason) {
    outputs.add(new Reason("output", name, reason));
  }

  void read(OperatorNode node, Value value) {
    reads.computeIfAbsent(node, n -> Collections.newSetFromMap(new IdentityHashMap<>())).add(value);
  }

  /**
   * What has no counterpart in Keras.
   *
   * @param what the kind of thing that it is, such as {@code node} and its operator
   * @param name its name in the graph
   * @param reason why Keras has nothing for it
   */
  public record Reason(String what, String name, String reason) {}

  /** Returns every input and node that an output needs and that has no counterpart in Keras. */
  public List<Reason> reasons() {
    Set<Value> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<OperatorNode> needed = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Value> open = new ArrayDeque<>(graph.outputs());
    while (!open.isEmpty()) {
      Value value = open.pop();
      OperatorNode node = uses.producer(value);
      if (seen.add(value) && node != null && needed.add(node)) {
        open.addAll(reads.getOrDefault(node, Set.of()));
      }
    }
    List<Reason> found = new ArrayList<>();
    for (Value input : graph.inputs()) {
      String reason = inputs.get(input);
      if (reason != null && seen.contains(input)) {
        found.add(new Reason("input", input.name(), reason));
      }
    }
    for (OperatorNode node : graph.nodes()) {
      String reason = reasons.get(node);
      if (reason != null && needed.contains(node)) {
        found.add(new Reason("node (" + node.operator().opType() + ")", node.name(), reason));
      }
    }
    return found.isEmpty() ? outputs : found;
  }

  /** Returns reasons in lines, those that are alike together: at most twenty lines. */
  public static List<String> lines(List<Reason> reasons) {
    return ReasonLines.of(reasons);
  }
}
