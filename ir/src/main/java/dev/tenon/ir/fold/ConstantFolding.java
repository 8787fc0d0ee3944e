package dev.tenon.ir.fold;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Node;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Operator;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.ir.op.Unary;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Computes once what is the same in every run.
 *
 * <p>A node whose operands are all constants is replaced by its result; so is shape arithmetic on
 * lengths that are known. Large tensors are only moved, not computed with, and nothing small is
 * blown up to something large: a file should not grow by folding.
 */
public final class ConstantFolding {
  /** The most elements that are computed one by one. */
  private static final int LARGEST_COMPUTED = 1 << 23;

  /** The most elements that may come out of fewer. */
  private static final int LARGEST_GROWN = 1 << 14;

  /** The most products in a product of constant matrices. */
  private static final long LARGEST_PRODUCT = 1L << 27;

  private final Map<Value, Value> folded = new IdentityHashMap<>();
  private final KnownLengths lengths = new KnownLengths();

  private ConstantFolding() {}

  /** Returns the graph with constants folded, in nested graphs too. */
  public static Graph apply(Graph graph) {
    return new ConstantFolding().fold(graph);
  }

  private Graph fold(Graph graph) {
    List<Node> nodes = new ArrayList<>();
    for (OperatorNode node : graph.operators()) {
      OperatorNode now = rewire(node);
      List<Tensor> results = evaluate(now);
      if (results == null) {
        results = lengths.see(now);
      }
      // What a caller gets stays the result of a node: engines want no constant there.
      if (results == null || now.outputs().stream().anyMatch(graph.outputs()::contains)) {
        nodes.add(now);
        continue;
      }
      for (int i = 0; i < results.size(); i++) {
        Value old = node.outputs().get(i);
        folded.put(old, Value.constant(old.name(), results.get(i)));
      }
    }
    List<Value> outputs = new ArrayList<>();
    for (Value output : graph.outputs()) {
      outputs.add(folded.getOrDefault(output, output));
    }
    return new Graph(graph.name(), graph.inputs(), nodes, outputs, graph.outputNames());
  }

  private OperatorNode rewire(OperatorNode node) {
    Operator operator = node.operator();
    if (operator instanceof Recurrent loop) {
      Recurrent mapped = loop.mapBody(ConstantFolding::apply);
      operator = mapped.equals(loop) ? loop : mapped;
    }
    List<@Nullable Value> inputs = new ArrayList<>();
    boolean changed = operator != node.operator();
    for (Value input : node.inputs()) {
      Value now = input == null ? null : folded.getOrDefault(input, input);
      changed |= now != input;
      inputs.add(now);
    }
    return changed
        ? new OperatorNode(node.name(), operator, inputs, node.outputs(), node.origin())
        : node;
  }

  private static @Nullable List<Tensor> evaluate(OperatorNode node) {
    List<@Nullable Tensor> operands = new ArrayList<>();
    for (Value input : node.inputs()) {
      Tensor constant = input == null ? null : input.constant();
      if (input != null && constant == null) {
        return null;
      }
      operands.add(constant);
    }
    return operands.isEmpty() || !isWorthIt(node, operands)
        ? null
        : Evaluator.evaluate(node.operator(), operands);
  }

  private static boolean isWorthIt(OperatorNode node, List<@Nullable Tensor> operands) {
    long largest = 0;
    for (Tensor operand : operands) {
      largest = Math.max(largest, operand == null ? 0 : operand.size());
    }
    Operator operator = node.operator();
    boolean grows =
        operator instanceof Movement.Tile
            || operator instanceof Movement.Expand
            || operator instanceof Movement.Pad
            || operator instanceof Indexing
            || operator instanceof Generation
            || operator instanceof Linear;
    if (!grows) {
      boolean moves = operator instanceof Movement || operator instanceof Unary.Identity;
      return moves || (largest <= LARGEST_COMPUTED && resultSize(node) <= LARGEST_COMPUTED);
    }
    long result = resultSize(node);
    if (operator instanceof Linear && largest > 0) {
      Tensor a = operands.get(0);
      long work = a == null || a.rank() == 0 ? 0 : result * a.dim(-1);
      return result <= LARGEST_COMPUTED && work <= LARGEST_PRODUCT;
    }
    return result <= Math.max(LARGEST_GROWN, Math.min(largest, LARGEST_COMPUTED));
  }

  private static long resultSize(OperatorNode node) {
    long largest = 0;
    for (Value output : node.outputs()) {
      // A length that was not inferred does not count: it comes from operands folded just now, and
      // such shape arithmetic is small.
      largest = Math.max(largest, output.shape().size().orMinusOne());
    }
    return largest;
  }
}
