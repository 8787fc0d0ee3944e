package dev.tenon.ir.pass;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Removes identity nodes, deduplicates constants and merges consecutive data movements. */
public final class Cleanup {
  /** Larger constants count as equal only where they are the same tensor. */
  private static final int LARGEST_COMPARED = 1 << 12;

  private final Rewriter rewriter;
  private final Map<Value, Value> renamed = new IdentityHashMap<>();
  private final Map<Tensor, Value> small = new HashMap<>();
  private final Map<Tensor, Value> large = new IdentityHashMap<>();

  private Cleanup(Graph graph) {
    this.rewriter = new Rewriter(graph);
    for (OperatorNode node : graph.nodes()) {
      Value source = node.operator() instanceof Unary.Identity ? node.input(0) : null;
      boolean result = rewriter.isResult(node.output());
      boolean computed = source != null && rewriter.uses().producer(source) != null;
      if (source != null && result && computed && !rewriter.isResult(source)) {
        // The node before gives the output itself, under the output's name.
        renamed.putIfAbsent(source, node.output());
      }
    }
  }

  /** Returns the simplified graph. */
  public static Graph apply(Graph graph) {
    Cleanup cleanup = new Cleanup(graph);
    for (OperatorNode node : graph.nodes()) {
      cleanup.visit(node);
    }
    return cleanup.rewriter.finish();
  }

  private void visit(OperatorNode node) {
    Operator operator = node.operator();
    if (operator instanceof Unary.Identity && isNeedless(node)) {
      return;
    }
    if (operator instanceof Unary.Cast cast && cast.to() == node.input(0).dtype()) {
      if (drop(node, rewriter.now(node.input(0)))) {
        return;
      }
    }
    if (operator instanceof Movement.Transpose transpose && merge(node, transpose)) {
      return;
    }
    if (isReshape(operator) && reshape(node)) {
      return;
    }
    emit(node, operator, rewriter.operands(node));
  }

  private boolean isNeedless(OperatorNode node) {
    Value source = node.input(0);
    if (renamed.get(source) == node.output()) {
      return true;
    }
    return drop(node, rewriter.now(source));
  }

  /** Lets readers read another value in place of a node's result, if no caller gets that. */
  private boolean drop(OperatorNode node, Value by) {
    if (rewriter.isResult(node.output()) || renamed.containsKey(node.output())) {
      return false;
    }
    rewriter.replace(node.output(), by);
    return true;
  }

  private boolean merge(OperatorNode node, Movement.Transpose transpose) {
    Value x = rewriter.now(node.input(0));
    Order order = new Order(transpose.perm());
    OperatorNode before = rewriter.producer(x);
    if (before != null && before.operator() instanceof Movement.Transpose first) {
      order = new Order(first.perm()).then(order);
      x = before.input(0);
    }
    if (order.isPlain()) {
      return drop(node, x);
    }
    if (order.axes().equals(transpose.perm())) {
      return false;
    }
    emit(node, new Movement.Transpose(order.axes()), List.of(x));
    return true;
  }

  private static boolean isReshape(Operator operator) {
    return operator instanceof Movement.Reshape
        || operator instanceof Movement.Flatten
        || operator instanceof Movement.Squeeze
        || operator instanceof Movement.Unsqueeze;
  }

  private boolean reshape(OperatorNode node) {
    Value x = rewriter.now(node.input(0));
    Shape target = node.output().shape();
    if (!target.ranked() || !x.shape().ranked()) {
      return false;
    }
    OperatorNode before = rewriter.producer(x);
    boolean chain = before != null && isReshape(before.operator());
    if (before != null && chain && before.input(0).shape().ranked()) {
      x = before.input(0);
    } else {
      chain = false;
    }
    if (isSame(x.shape(), target) && drop(node, x)) {
      return true;
    }
    long[] lengths = chain ? Reshapes.lengths(x.shape(), target) : null;
    if (lengths == null) {
      return false;
    }
    Value wanted = rewriter.longs(node.name() + "/shape", lengths);
    emit(node, new Movement.Reshape(0), List.of(x, wanted));
    return true;
  }

  private static boolean isSame(Shape a, Shape b) {
    return a.dims().equals(b.dims());
  }

  private void emit(OperatorNode node, Operator operator, List<@Nullable Value> operands) {
    List<@Nullable Value> shared = new ArrayList<>();
    for (Value operand : operands) {
      shared.add(operand == null ? null : share(operand));
    }
    List<Value> outputs = new ArrayList<>();
    for (Value output : node.outputs()) {
      Value name = renamed.getOrDefault(output, output);
      rewriter.replace(output, name);
      outputs.add(name);
    }
    rewriter.put(node, operator, shared, outputs);
  }

  private Value share(Value value) {
    Tensor constant = value.constant();
    if (constant == null) {
      return value;
    }
    boolean compared =
        (long) constant.size() * Math.max(1, constant.dtype().bytes()) <= LARGEST_COMPARED;
    return (compared ? small : large).computeIfAbsent(constant, tensor -> value);
  }
}
