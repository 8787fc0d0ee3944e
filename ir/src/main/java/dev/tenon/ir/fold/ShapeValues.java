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
import dev.tenon.ir.op.Variadic;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Follows lengths, including symbolic ones, through shape arithmetic.
 *
 * <p>Only small integer tensors of rank 0 or 1 are followed, each as a list of lengths. Nodes are
 * visited in order, or found from a value.
 */
public final class ShapeValues {
  private static final int LARGEST = 64;
  private static final int DEEPEST = 40;

  private final Function<Value, @Nullable OperatorNode> producers;
  private final Function<Value, Shape> shapes;

  /**
   * Whether constants stand in for what is known. Then lengths as floats are not followed, which
   * round, and no maxima, which are written into files as they are.
   */
  private final boolean folding;

  private final Map<Value, List<Dim>> known = new IdentityHashMap<>();

  /** Follows the nodes that are shown, for folding. */
  ShapeValues() {
    this(value -> null, Value::shape, true);
  }

  /**
   * Creates a view that searches backwards from a value.
   *
   * @param producers returns the producer of a value
   * @param shapes returns the shape of a value, which may be more than its type tells
   */
  public ShapeValues(
      Function<Value, @Nullable OperatorNode> producers, Function<Value, Shape> shapes) {
    this(producers, shapes, false);
  }

  private ShapeValues(
      Function<Value, @Nullable OperatorNode> producers,
      Function<Value, Shape> shapes,
      boolean folding) {
    this.producers = producers;
    this.shapes = shapes;
    this.folding = folding;
  }

  /** Follows one node; returns its result where every length in it is known. */
  @Nullable List<Tensor> see(OperatorNode node) {
    List<Dim> dims = follow(node, DEEPEST);
    if (dims == null) {
      return null;
    }
    Value output = node.output();
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

  /** Returns the lengths in a value, open ones among them; null if nothing is known. */
  public @Nullable List<Dim> of(Value value) {
    return of(value, DEEPEST);
  }

  private @Nullable List<Dim> of(Value value, int depth) {
    List<Dim> dims = known.get(value);
    if (dims != null) {
      return dims;
    }
    if (value.constant() != null) {
      return constants(value.constant());
    }
    OperatorNode node = depth == 0 ? null : producers.apply(value);
    return node == null ? null : follow(node, depth);
  }

  private static @Nullable List<Dim> constants(Tensor constant) {
    if ((constant.dtype() != DType.INT64 && constant.dtype() != DType.INT32)
        || constant.rank() > 1
        || constant.size() > LARGEST) {
      return null;
    }
    List<Dim> read = new ArrayList<>();
    for (long length : constant.toLongArray()) {
      // A Dim cannot say a negative number; -1 in a shape means "what is left".
      read.add(Dim.of(length));
    }
    return read;
  }

  private @Nullable List<Dim> follow(OperatorNode node, int depth) {
    Value x = node.inputs().isEmpty() ? null : node.optionalInput(0);
    if (x == null || node.outputs().size() != 1) {
      return null;
    }
    List<Dim> dims = dims(node, x, depth - 1);
    if (dims == null || dims.size() > LARGEST) {
      return null;
    }
    known.put(node.output(), dims);
    return dims;
  }

  private @Nullable List<Dim> dims(OperatorNode node, Value x, int depth) {
    Operator operator = node.operator();
    if (operator instanceof Generation.Shape op) {
      Shape shape = shapes.apply(x);
      return shape.ranked()
          ? shape.dims().subList(op.from(shape.rank()), op.to(shape.rank()))
          : null;
    }
    if (operator instanceof Generation.Size) {
      Shape shape = shapes.apply(x);
      return shape.isKnown() ? List.of(shape.size()) : null;
    }
    List<Dim> first = of(x, depth);
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
      return ShapeArithmetic.joined(node.reads(), part -> of(part, depth));
    }
    if (operator instanceof Movement.Slice) {
      return slice(node, first);
    }
    if (operator instanceof Unary.Cast cast) {
      boolean floats = !folding && cast.to().isFloating();
      return floats || cast.to().isInteger() ? first : null;
    }
    if (operator instanceof Unary.Identity
        || operator instanceof Movement.Squeeze
        || (operator instanceof Movement.Unsqueeze && isShort(x) && x.rank() == 0)
        || (operator instanceof Movement.Reshape && isShort(node.output()))) {
      return first;
    }
    if (operator instanceof Reduction.ReduceProd) {
      return List.of(Shape.of(first).size());
    }
    List<Dim> second = isFollowed(node) ? of(node.input(1), depth) : null;
    return second == null ? null : ShapeArithmetic.each(operator, first, second);
  }

  private boolean isFollowed(OperatorNode node) {
    Operator operator = node.operator();
    if (operator instanceof Variadic.Max) {
      return !folding && node.inputs().size() == 2;
    }
    // The quotient of two floats is no length.
    return operator instanceof Binary
        && (!(operator instanceof Binary.Div) || node.output().dtype().isInteger());
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
