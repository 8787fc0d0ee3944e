package dev.tenon.ir.pass;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Normalization;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.op.Variadic;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Operators that treat every row of a batch alike: row i of the result is computed from row i of
 * the operands that have rows, and from nothing else that depends on the batch.
 *
 * <p>The rows of a value lie along its first axis. What is not known to be such an operator counts
 * as none.
 */
public final class RowWise {
  private final Predicate<Value> rows;

  /**
   * Creates the rules for a graph.
   *
   * @param rows says whether the first axis of a value is the batch
   */
  public RowWise(Predicate<Value> rows) {
    this.rows = rows;
  }

  /** Returns whether a node, one of whose operands has rows, treats them alike. */
  public boolean holds(OperatorNode node) {
    if (node.reads().stream().anyMatch(value -> !value.shape().ranked())
        || !node.output().shape().ranked()) {
      return false;
    }
    Operator operator = node.operator();
    int rank = node.output().rank();
    if (operator instanceof Linear) {
      return isProductOfRows(node) || isProductOfEntries(node);
    }
    if ((operator instanceof Binary && !(operator instanceof Binary.PRelu))
        || operator instanceof Variadic) {
      return node.reads().stream().allMatch(input -> isAligned(input, rank));
    }
    if (operator instanceof Activations activation) {
      return isNotAlongBatch(activation, rank);
    }
    if (operator instanceof Movement movement) {
      return keepsFirstAxis(movement, node);
    }
    if (!rows.test(node.input(0)) || node.inputs().stream().skip(1).anyMatch(this::hasRows)) {
      return false;
    }
    int axes = node.input(0).rank();
    if (operator instanceof Normalization.LayerNormalization normalization) {
      return isNotBatch(normalization.axis(), axes);
    }
    if (operator instanceof Normalization.RMSNormalization normalization) {
      return isNotBatch(normalization.axis(), axes);
    }
    if (operator instanceof Reduction reduction) {
      return reducesOtherAxes(reduction, node, axes);
    }
    return operator instanceof Unary;
  }

  /** Returns whether a node multiplies rows, or vectors of rows, by one matrix. */
  public boolean isProductOfRows(OperatorNode node) {
    return node.operator() instanceof Linear.MatMul
        && rows.test(node.input(0))
        && node.input(0).rank() >= 2
        && !rows.test(node.input(1))
        && node.input(1).rank() == 2;
  }

  /** Returns whether a node multiplies matrices of each entry of the batch. */
  private boolean isProductOfEntries(OperatorNode node) {
    return node.operator() instanceof Linear.MatMul
        && rows.test(node.input(0))
        && rows.test(node.input(1))
        && node.input(0).rank() >= 3
        && node.input(0).rank() == node.input(1).rank();
  }

  private boolean hasRows(@Nullable Value value) {
    return value != null && rows.test(value);
  }

  /** Returns whether an operand has the batch in front, or the same for all rows. */
  private boolean isAligned(Value input, int rank) {
    return rows.test(input)
        ? input.rank() == rank
        : input.rank() < rank || input.shape().length(0) == 1;
  }

  private static boolean isNotAlongBatch(Activations activation, int rank) {
    if (activation instanceof Activations.Softmax softmax) {
      return isNotBatch(softmax.axis(), rank);
    }
    if (activation instanceof Activations.LogSoftmax softmax) {
      return isNotBatch(softmax.axis(), rank);
    }
    return !(activation instanceof Activations.Hardmax);
  }

  private static boolean reducesOtherAxes(Reduction reduction, OperatorNode node, int rank) {
    if (reduction instanceof Reduction.ArgMax largest) {
      return isNotBatch(largest.axis(), rank);
    }
    if (reduction instanceof Reduction.ArgMin smallest) {
      return isNotBatch(smallest.axis(), rank);
    }
    return !(reduction instanceof Reduction.CumSum) && areNotBatch(node.constant(1), rank);
  }

  private boolean keepsFirstAxis(Movement movement, OperatorNode node) {
    int rank = node.output().rank();
    boolean isFirst = rows.test(node.input(0));
    boolean isOnly = isFirst && node.inputs().stream().skip(1).noneMatch(this::hasRows);
    if (movement instanceof Movement.Concat concat) {
      return isNotBatch(concat.axis(), rank) && node.reads().stream().allMatch(rows);
    }
    if (movement instanceof Movement.Reshape) {
      return isOnly && isReshapeOfRows(node);
    }
    if (movement instanceof Movement.Transpose transpose) {
      return isOnly && transpose.perm().get(0) == 0;
    }
    if (movement instanceof Movement.Split split) {
      return isOnly && isNotBatch(split.axis(), rank);
    }
    if (movement instanceof Movement.Unsqueeze) {
      return isOnly && areNotBatch(node.constant(1), rank);
    }
    return movement instanceof Movement.Squeeze
        && isOnly
        && areNotBatch(node.constant(1), node.input(0).rank());
  }

  /** Returns whether a reshape leaves the first axis, and knows the others. */
  private static boolean isReshapeOfRows(OperatorNode node) {
    Tensor target = node.constant(1);
    Shape from = node.input(0).shape();
    Shape to = node.output().shape();
    if (target == null
        || target.size() == 0
        || target.getLong(0) > 0
        || !from.dim(0).equals(to.dim(0))) {
      return false;
    }
    return from.sub(1, from.rank()).isKnown()
        && to.sub(1, to.rank()).isKnown()
        && Arrays.stream(target.toLongArray()).skip(1).allMatch(length -> length > 0);
  }

  private static boolean areNotBatch(@Nullable Tensor axes, int rank) {
    return axes != null
        && axes.size() > 0
        && Arrays.stream(axes.toLongArray()).allMatch(axis -> isNotBatch(axis, rank));
  }

  private static boolean isNotBatch(long axis, int rank) {
    return rank > 0 && Math.floorMod(axis, rank) != 0;
  }
}
