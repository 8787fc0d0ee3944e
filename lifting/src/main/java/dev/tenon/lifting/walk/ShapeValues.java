package dev.tenon.lifting.walk;

import dev.tenon.ir.fold.ShapeArithmetic;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Dim;
import dev.tenon.lifting.axes.AxisLayout;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows the arithmetic by which exporters make the lengths of a Reshape out of other lengths. */
final class ShapeValues {
  private static final int DEEPEST = 40;

  private final GraphWalk walk;

  ShapeValues(GraphWalk walk) {
    this.walk = walk;
  }

  /** Returns the entries of a vector or number of whole numbers; null where they do not follow. */
  @Nullable List<Dim> of(Value value) {
    return of(value, DEEPEST);
  }

  private @Nullable List<Dim> of(Value value, int depth) {
    Tensor constant = value.constant();
    if (constant != null) {
      return constant.rank() < 2 ? constants(constant) : null;
    }
    OperatorNode node = walk.uses().producer(value);
    if (node == null || depth == 0) {
      return null;
    }
    Operator operator = node.operator();
    if (operator instanceof Generation.Shape shape) {
      return lengths(node.input(0), shape);
    }
    if (operator instanceof Unary.Cast
        || operator instanceof Unary.Identity
        || operator instanceof Movement.Squeeze
        || operator instanceof Movement.Unsqueeze
        || operator instanceof Movement.Reshape) {
      return of(node.input(0), depth - 1);
    }
    if (operator instanceof Movement.Concat) {
      return ShapeArithmetic.joined(node.reads(), part -> of(part, depth - 1));
    }
    List<Dim> x = of(node.input(0), depth - 1);
    return x == null ? null : computed(node, x, depth);
  }

  private @Nullable List<Dim> computed(OperatorNode node, List<Dim> x, int depth) {
    Operator operator = node.operator();
    if (operator instanceof Reduction.ReduceProd) {
      Dim product = Dim.of(1);
      for (Dim dim : x) {
        product = product.times(dim);
      }
      return List.of(product);
    }
    if (operator instanceof Indexing.Gather) {
      Tensor positions = node.input(1).constant();
      return positions == null ? null : ShapeArithmetic.pick(x, positions);
    }
    if (operator instanceof Movement.Slice) {
      return cut(node, x);
    }
    if (node.inputs().size() != 2) {
      return null;
    }
    List<Dim> y = of(node.input(1), depth - 1);
    if (y == null || (x.size() != y.size() && x.size() != 1 && y.size() != 1)) {
      return null;
    }
    return ShapeArithmetic.each(operator, x, y);
  }

  private static List<Dim> constants(Tensor constant) {
    List<Dim> entries = new ArrayList<>();
    for (int i = 0; i < constant.size(); i++) {
      entries.add(Dim.of(constant.getLong(i)));
    }
    return entries;
  }

  private @Nullable List<Dim> lengths(Value x, Generation.Shape shape) {
    AxisLayout held = walk.find(x);
    List<Dim> all = new ArrayList<>();
    if (held != null) {
      for (int i = 0; i < held.rank(); i++) {
        all.add(held.length(i));
      }
    } else if (x.shape().ranked()) {
      all.addAll(x.shape().dims());
    } else {
      return null;
    }
    return all.subList(shape.from(all.size()), shape.to(all.size()));
  }

  private static @Nullable List<Dim> cut(OperatorNode node, List<Dim> x) {
    Tensor start = node.input(1).constant();
    Tensor end = node.input(2).constant();
    Value steps = node.optionalInput(4);
    boolean one = steps == null || (steps.constant() != null && isOne(steps.constant()));
    if (start == null || end == null || start.size() != 1 || !one) {
      return null;
    }
    long from = Math.max(0, start.getLong(0) < 0 ? start.getLong(0) + x.size() : start.getLong(0));
    long to = Math.min(x.size(), end.getLong(0) < 0 ? end.getLong(0) + x.size() : end.getLong(0));
    return from <= to ? x.subList((int) from, (int) to) : null;
  }

  private static boolean isOne(@Nullable Tensor tensor) {
    return tensor != null && tensor.size() == 1 && tensor.getLong(0) == 1;
  }
}
