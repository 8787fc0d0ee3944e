package dev.tenon.lifting.axes;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.UseDef;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.pass.Pattern;
import dev.tenon.tensor.Tensor;

/** Tells whether a value is zero in every run, whatever its shape. */
public final class KnownZeros {
  private static final int DEEPEST = 200;

  private KnownZeros() {}

  /** Says whether a value is zero, by the nodes that give values. */
  public static boolean is(UseDef uses, Value value) {
    return is(uses, value, DEEPEST);
  }

  private static boolean is(UseDef uses, Value value, int depth) {
    Tensor constant = value.constant();
    if (constant != null) {
      return Pattern.isFilled(constant, 0);
    }
    OperatorNode node = uses.producer(value);
    if (node == null || depth == 0) {
      return false;
    }
    Operator operator = node.operator();
    if (operator instanceof Generation.ConstantOfShape made) {
      return Pattern.isFilled(made.value(), 0);
    }
    if (operator instanceof Movement.Concat) {
      return node.reads().stream().allMatch(read -> is(uses, read, depth - 1));
    }
    boolean moves =
        (operator instanceof Movement && !(operator instanceof Movement.Pad))
            || operator instanceof Indexing.Gather
            || operator instanceof Unary.Identity
            || operator instanceof Unary.Cast;
    return moves && is(uses, node.input(0), depth - 1);
  }
}
