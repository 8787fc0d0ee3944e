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
      return ofShape(op, x.shape());
    }
    if (operator instanceof Generation.Size) {
      return x.shape().isKnown() ? List.of(x.shape().size()) : null;
    }
    List<Dim> first = of(x);
    if (first == null) {
      return null;
    }
    if (operator instanceof Indexing.Gather) {
      return pick(first, node.input(1).constant());
    }
    if (operator instanceof Movement.Concat) {
      List<Dim> all = new ArrayList<>();
      for (Value part : node.reads()) {
        List<Dim> dims = of(part);
        if (dims == null) {
          return null;
        }
        all.addAll(dims);
      }
      return all;
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
    return operator instanceof Binary ? arithmetic(operator, first, of(node.input(1))) : null;
  }

  private static @Nullable List<Dim> ofShape(Generation.Shape op, Shape shape) {
    if (!shape.ranked()) {
      return null;
    }
    int rank = shape.rank();
    Long to = op.end();
    long end = to == null ? rank : to < 0 ? to + rank : to;
    long start = op.start() < 0 ? op.start() + rank : op.start();
    int last = (int) Math.max(0, Math.min(rank, end));
    int from = (int) Math.max(0, Math.min(last, start));
    return shape.dims().subList(from, last);
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

  private static @Nullable List<Dim> pick(List<Dim> dims, @Nullable Tensor positions) {
    if (positions == null || positions.rank() > 1) {
      return null;
    }
    List<Dim> picked = new ArrayList<>();
    for (long position : positions.toLongArray()) {
      long at = position < 0 ? position + dims.size() : position;
      if (at < 0 || at >= dims.size()) {
        return null;
      }
      picked.add(dims.get((int) at));
    }
    return picked;
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
    return sliced == null ? null : pick(dims, sliced.get(0));
  }

  private static @Nullable List<Dim> arithmetic(
      Operator operator, List<Dim> first, @Nullable List<Dim> second) {
    if (second == null || first.isEmpty() || second.isEmpty()) {
      return null;
    }
    List<Dim> result = new ArrayList<>();
    for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
      Dim a = first.get(first.size() == 1 ? 0 : i);
      Dim b = second.get(second.size() == 1 ? 0 : i);
      Dim dim = arithmetic(operator, a, b);
      if (dim == null) {
        return null;
      }
      result.add(dim);
    }
    return result;
  }

  private static @Nullable Dim arithmetic(Operator operator, Dim a, Dim b) {
    if (operator instanceof Binary.Add) {
      return a.plus(b);
    }
    if (operator instanceof Binary.Mul) {
      return a.times(b);
    }
    if (operator instanceof Binary.Sub && b.isKnown()) {
      Dim rest = a.plus(-b.orMinusOne());
      return rest.isKnown() && rest.orMinusOne() < 0 ? null : rest;
    }
    if (operator instanceof Binary.Div && b.orMinusOne() > 0) {
      return a.floorDiv(b.orMinusOne());
    }
    return null;
  }

  private static boolean isShort(Value value) {
    return value.shape().ranked() && value.rank() <= 1;
  }
}
