package dev.tenon.ir.pass;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Predicates on a graph under rewriting. */
public final class Pattern {
  private Pattern() {}

  /** Returns the producer of a value if it is of a class, else null. */
  public static @Nullable OperatorNode of(
      Rewriter rewriter, @Nullable Value value, Class<? extends Operator> kind) {
    OperatorNode node = value == null ? null : rewriter.producer(rewriter.now(value));
    return node != null && kind.isInstance(node.operator()) ? node : null;
  }

  /** Returns the number that a value is in every run; NaN if it is not a single number. */
  public static double number(Rewriter rewriter, Value value) {
    Tensor constant = rewriter.now(value).constant();
    boolean one = constant != null && constant.size() == 1 && constant.dtype().isFloating();
    return one && constant != null ? constant.getDouble(0) : Double.NaN;
  }

  /** Returns whether every element of a tensor is a number. */
  public static boolean isFilled(Tensor tensor, double number) {
    for (int i = 0; i < tensor.size(); i++) {
      if (tensor.getDouble(i) != number) {
        return false;
      }
    }
    return true;
  }

  /** Returns the operand beside a fixed number; null if no operand is that number. */
  public static @Nullable Value beside(
      Rewriter rewriter, OperatorNode node, double wanted, double off) {
    for (int side = 0; side < 2; side++) {
      double number = number(rewriter, node.input(side));
      if (Math.abs(number - wanted) <= off * Math.abs(wanted)) {
        return rewriter.now(node.input(1 - side));
      }
    }
    return null;
  }
}
