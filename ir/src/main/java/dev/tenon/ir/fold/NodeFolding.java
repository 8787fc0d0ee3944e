package dev.tenon.ir.fold;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Dim;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Computes the results of nodes that are the same in every run.
 *
 * <p>Nodes are visited in order, so that lengths can be followed through shape arithmetic.
 */
public final class NodeFolding {
  /** The most elements that are computed one by one. */
  private static final int LARGEST_COMPUTED = 1 << 23;

  /** The most elements that may come out of fewer. */
  private static final int LARGEST_GROWN = 1 << 14;

  /** The most elements that a file may hold in a wider type than they had. */
  private static final int LARGEST_WIDENED = 1 << 8;

  /** The most products in a product of constant matrices. */
  private static final long LARGEST_PRODUCT = 1L << 27;

  /** How many times the elements of a graph's own constants may be joined anew. */
  private static final int MOST_JOINED = 4;

  private final ShapeValues lengths = new ShapeValues();

  /** Every constant that was seen, and those that came of folding. */
  private final Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private long own;
  private long joined;

  private final boolean storing;

  /** Creates the folding of one graph. */
  public NodeFolding() {
    this(false);
  }

  /**
   * Creates the folding of one graph.
   *
   * @param storing whether large numbers stay in the narrow type that they have, for a file
   */
  NodeFolding(boolean storing) {
    this.storing = storing;
  }

  /** Returns a node's results if they are known and small enough, else null. */
  public @Nullable List<Tensor> fold(OperatorNode node) {
    List<Tensor> results = evaluate(node);
    return results == null ? lengths.see(node) : results;
  }

  /** Returns the lengths in a shape value, as far as earlier nodes define them; or null. */
  public @Nullable List<Dim> lengths(Value shape) {
    return lengths.of(shape);
  }

  private @Nullable List<Tensor> evaluate(OperatorNode node) {
    List<@Nullable Tensor> operands = node.contents(this::seen);
    if (operands == null
        || operands.isEmpty()
        || !isWorthIt(node, operands)
        || !mayJoin(node, operands)) {
      return null;
    }
    List<Tensor> results = Evaluator.evaluate(node.operator(), operands);
    if (results != null) {
      seen.addAll(results);
    }
    return results;
  }

  private @Nullable Tensor seen(Value operand) {
    Tensor constant = operand.constant();
    if (constant != null && seen.add(constant)) {
      own += constant.size();
    }
    return constant;
  }

  /**
   * Nodes that join a large constant with itself, and what comes of that again, would double it
   * each time.
   */
  private boolean mayJoin(OperatorNode node, List<@Nullable Tensor> operands) {
    long sum = 0;
    for (Tensor operand : operands) {
      sum += operand == null ? 0 : operand.size();
    }
    if (!(node.operator() instanceof Movement.Concat) || sum <= LARGEST_GROWN) {
      return true;
    }
    if (joined + sum > MOST_JOINED * own) {
      return false;
    }
    joined += sum;
    return true;
  }

  private boolean isWorthIt(OperatorNode node, List<@Nullable Tensor> operands) {
    if (storing && widens(node, operands.get(0))) {
      return false;
    }
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

  /**
   * Returns whether a node writes many numbers in more bits each, as quantised weights are read.
   */
  private static boolean widens(OperatorNode node, @Nullable Tensor operand) {
    return node.operator() instanceof Unary.Cast
        && operand != null
        && operand.size() > LARGEST_WIDENED
        && operand.dtype() != DType.BOOL
        && operand.dtype() != DType.STRING
        && node.output().dtype().bits() > operand.dtype().bits();
  }

  private static long resultSize(OperatorNode node) {
    long largest = 0;
    for (Value output : node.outputs()) {
      // A length that was not inferred does not count: it comes from operands folded just now, and
      // such shape arithmetic is small.
      try {
        largest = Math.max(largest, output.shape().size().orMinusOne());
      } catch (ArithmeticException e) {
        return Long.MAX_VALUE;
      }
    }
    return largest;
  }
}
