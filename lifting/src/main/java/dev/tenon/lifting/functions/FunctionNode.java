package dev.tenon.lifting.functions;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node while it is written as functions.
 *
 * @param node the operator and the types of what it gives
 * @param operands what it reads; null where an optional operand is left out
 * @param writer writes functions on behalf of the node
 */
public record FunctionNode(
    OperatorNode node, List<@Nullable Operand> operands, FunctionWriter writer) {
  public <T extends Operator> T operator(Class<T> kind) {
    return kind.cast(node.operator());
  }

  public boolean has(int index) {
    return index < operands.size() && operands.get(index) != null;
  }

  /** Returns an operand that must be there. */
  public Operand in(int index) {
    Operand operand = index < operands.size() ? operands.get(index) : null;
    if (operand == null) {
      throw new NoFunctionException("lacks its input " + index);
    }
    List<Dim> lengths = operand.lengths();
    boolean alone = operand.tensor() == null && operand.constant() == null;
    if (alone && lengths != null && lengths.stream().allMatch(Dim::isKnown)) {
      return Operand.of(numbers(lengths));
    }
    return operand;
  }

  private Tensor numbers(List<Dim> lengths) {
    long[] all = lengths.stream().mapToLong(Dim::orMinusOne).toArray();
    return all.length == 1 ? Tensor.of(all, 1) : Tensor.of(all, all.length);
  }

  /** Returns an operand that must be the same in every run. */
  public Tensor constant(int index, String what) {
    Operand operand = in(index);
    List<Dim> lengths = operand.lengths();
    if (operand.constant() != null) {
      return operand.constant();
    }
    if (lengths != null && lengths.stream().allMatch(Dim::isKnown)) {
      return numbers(lengths);
    }
    throw new NoFunctionException(
        "its " + what + " is computed, and a function of keras.ops has it fixed");
  }

  public long[] wholes(int index, String what) {
    return constant(index, what).toLongArray();
  }

  /** Returns the shape of the first result as far as the graph knows it. */
  public Shape shape() {
    Shape shape = node.output().shape();
    if (!shape.ranked()) {
      throw new NoFunctionException("gives a number of axes that is not known");
    }
    return shape;
  }

  DType dtype(int output) {
    return node.outputs().get(output).dtype();
  }
}
