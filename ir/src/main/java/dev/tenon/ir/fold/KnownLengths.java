package dev.tenon.ir.fold;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Follows lengths through shape arithmetic, so that a known length taken out of a shape with open
 * ones is a constant.
 *
 * <p>Only small integer tensors of rank 0 or 1 are followed, each as a list of lengths.
 */
final class KnownLengths {
  private static final int LARGEST = 64;

  private final Map<Value, List<Dim>> known = new IdentityHashMap<>();

  /** Follows one node; returns its result where every length in it is known. */
  @Nullable List<Tensor> see(OperatorNode node) {
    if (node.outputs().size() != 1) {
      return null;
    }
    List<Dim> dims = dims(node);
    if (dims == null || dims.size() > LARGEST) {
      return null;
    }
    Value output = node.output();
    known.put(output, dims);
    if (!dims.stream().allMatch(Dim::isKnown) || !output.shape().ranked()) {
      return null;
    }
    Tensor.Writer writer = new Tensor.Writer(output.dtype(), dims.size());
    for (int i = 0; i < dims.size(); i++) {
      writer.set(i, dims.get(i).orMinusOne());
    }
    Tensor vector = writer.build(dims.size());
    return List.of(output.rank() == 0 ? vector.reshape() : vector);
  }

  private @Nullable List<Dim> dims(OperatorNode node) {
    Operator operator = node.operator();
    Value x = node.inputs().isEmpty() ? null : node.optionalInput(0);
    if (x == null) {
      return null;
    }
    if (operator instanceof Generation.Shape op) {
      boolean ranked = x.shape().ranked();
      return ranked ? x.shape().dims().subList(op.from(x.rank()), op.to(x.rank())) : null;
    }
    if (operator instanceof Generation.Size) {
      return x.shape().isKnown() ? List.of(x.shape().size()) : null;
    }
    List<Dim> first = of(x);
    if (first == null) {
      return null;
    }
    if (operator instanceof Indexing.Gather) {
      Tensor positions = node.input(1).constant();
      return positions == null || positions.rank() > 1
          ? null
          : ShapeArithmetic.pick(first, positions);
    }
    if (operator instanceof Movement.Concat) {
      return ShapeArithmetic.joined(node.reads(), this::of);
    }
    if (operator instanceof Movement.Slice) {
      return slice(node, first);
    }
    if (operator instanceof Unary.Cast cast) {
      return cast.to().isInteger() ? first : null;
    }
    if (operator instanceof Unary.Identity
        || operator instanceof Movement.Squeeze
        || (operator instanceof Movement.Unsqueeze && x.rank() == 0)
        || (operator instanceof Movement.Reshape && isShort(node.output()))) {
      return first;
    }
    if (operator instanceof Reduction.ReduceProd) {
      return List.of(Shape.of(first).size());
    }
    List<Dim> second = operator instanceof Binary ? of(node.input(1)) : null;
    return second == null || first.isEmpty() || second.isEmpty()
        ? null
        : ShapeArithmetic.each(operator, first, second);
  }

  /** Returns the lengths in a value, open ones among them; null where nothing is known. */
  @Nullable List<Dim> of(Value value) {
    List<Dim> dims = known.get(value);
    if (dims != null) {
      return dims;
    }
    Tensor constant = value.constant();
    boolean followed =
        constant != null
            && (constant.dtype() == DType.INT64 || constant.dtype() == DType.INT32)
            && constant.rank() <= 1
            && constant.size() <= LARGEST;
    if (!followed || constant == null) {
      return null;
    }
    List<Dim> read = new ArrayList<>();
    for (long length : constant.toLongArray()) {
      // A Dim cannot say a negative number; -1 in a shape means "what is left".
      read.add(length < 0 ? Dim.unknown() : Dim.of(length));
    }
    return read;
  }

  private static @Nullable List<Dim> slice(OperatorNode node, List<Dim> dims) {
    List<@Nullable Tensor> operands = new ArrayList<>();
    long[] positions = new long[dims.size()];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = i;
    }
    operands.add(Tensor.of(positions, new long[] {positions.length}));
    for (int i = 1; i < node.inputs().size(); i++) {
      Tensor constant = node.constant(i);
      if (node.optionalInput(i) != null && constant == null) {
        return null;
      }
      operands.add(constant);
    }
    List<Tensor> sliced = Evaluator.evaluate(node.operator(), operands);
    return sliced == null ? null : ShapeArithmetic.pick(dims, sliced.get(0));
  }

  private static boolean isShort(Value value) {
    return value.shape().ranked() && value.rank() <= 1;
  }
}
