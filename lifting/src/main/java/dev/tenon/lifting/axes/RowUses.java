package dev.tenon.lifting.axes;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.UseDef;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The use-def chains of a graph whose values are rows of numbers: (batch, n), or that with axes of
 * length 1 before.
 */
public final class RowUses extends UseDef {
  public RowUses(Graph graph) {
    super(graph);
  }

  /** Returns how many numbers a row of a value has; -1 where it is no rows of numbers. */
  public static int width(Value value) {
    Shape shape = value.shape();
    if (!shape.ranked() || shape.rank() < 2 || value.dtype() != DType.FLOAT32) {
      return -1;
    }
    for (int i = 0; i < shape.rank() - 2; i++) {
      if (shape.length(i) != 1) {
        return -1;
      }
    }
    long width = shape.length(shape.rank() - 1);
    return width > 0 && width <= 1 << 20 ? (int) width : -1;
  }

  /** Says whether two values of rows have as many rows. */
  public static boolean sameRows(Value a, Value b) {
    return same(rows(a), rows(b));
  }

  /** Says whether two lengths are the same, as far as they are known. */
  public static boolean same(Dim first, Dim second) {
    return first.equals(second) || (!first.isKnown() && !second.isKnown());
  }

  public static Dim rows(Value value) {
    return value.shape().dim(value.rank() - 2);
  }

  /** Returns the value whose rows a value has, before axes of length 1 were added or left out. */
  public Value base(Value value) {
    OperatorNode node = producer(value);
    while (node != null && isView(node)) {
      value = node.input(0);
      node = producer(value);
    }
    return value;
  }

  private static boolean isView(OperatorNode node) {
    boolean moves =
        node.operator() instanceof Unary.Identity
            || node.operator() instanceof Movement.Squeeze
            || node.operator() instanceof Movement.Unsqueeze
            || node.operator() instanceof Movement.Reshape;
    return moves
        && width(node.input(0)) > 0
        && width(node.input(0)) == width(node.output())
        && sameRows(node.input(0), node.output());
  }

  /** Returns what a value is where its axes of length 1 do not count. */
  public Value withoutOnes(Value value) {
    OperatorNode node = producer(value);
    while (node != null
        && (node.operator() instanceof Unary.Identity
            || node.operator() instanceof Movement.Squeeze
            || node.operator() instanceof Movement.Unsqueeze
            || (node.operator() instanceof Movement.Reshape
                && longer(node.input(0)).equals(longer(node.output()))))) {
      value = node.input(0);
      node = producer(value);
    }
    return value;
  }

  private static List<Dim> longer(Value value) {
    if (!value.shape().ranked()) {
      return List.of(Dim.unknown());
    }
    return value.shape().dims().stream().filter(dim -> dim.orMinusOne() != 1).toList();
  }

  /** Says whether a value is zero in every run. */
  public boolean isZero(Value value) {
    OperatorNode product = producer(value, Binary.Mul.class);
    return KnownZeros.is(this, value)
        || (product != null
            && product.reads().stream().anyMatch(read -> KnownZeros.is(this, read)));
  }

  /** Returns a fixed row that is added to every row; null where it is none. */
  public static double @Nullable [] row(Value value, int width) {
    Tensor tensor = value.constant();
    if (tensor == null || tensor.dtype() != DType.FLOAT32) {
      return null;
    }
    int last = tensor.rank() == 0 ? 1 : (int) tensor.dim(-1);
    if (last != 1 && last != width) {
      return null;
    }
    double[] row = new double[width];
    for (int i = 0; i < width; i++) {
      row[i] = tensor.size() == 0 ? 0 : tensor.getDouble(last == 1 ? 0 : i);
    }
    for (int i = last; i < tensor.size(); i++) {
      if (tensor.getDouble(i) != row[last == 1 ? 0 : i % width]) {
        return null;
      }
    }
    return row;
  }

  /**
   * A range of one axis.
   *
   * @param source what it is cut from
   * @param axis the axis, counted from the front
   * @param from the first position
   * @param to the position after the last
   */
  public record Range(Value source, int axis, int from, int to) {}

  /** Returns the range of an axis that a value is; null where it is none. */
  public @Nullable Range range(Value value) {
    OperatorNode node = producer(value);
    if (node == null || node.inputs().isEmpty() || node.optionalInput(0) == null) {
      return null;
    }
    Value source = node.input(0);
    if (!source.shape().ranked() || source.constant() != null) {
      return null;
    }
    if (node.operator() instanceof Movement.Split split) {
      int axis = source.shape().axis(Math.toIntExact(split.axis()));
      int from = 0;
      for (Value output : node.outputs()) {
        long length = output.shape().ranked() ? output.shape().length(axis) : -1;
        if (length < 0) {
          return null;
        }
        if (output == value) {
          return new Range(source, axis, from, (int) (from + length));
        }
        from += (int) length;
      }
    }
    return node.operator() instanceof Movement.Slice ? slice(node, source) : null;
  }

  private static @Nullable Range slice(OperatorNode node, Value source) {
    Tensor starts = node.constant(1);
    Tensor ends = node.constant(2);
    Tensor axes = node.constant(3);
    Tensor steps = node.constant(4);
    boolean computed =
        (axes == null && node.optionalInput(3) != null)
            || (steps == null && node.optionalInput(4) != null);
    if (starts == null || ends == null || computed || ends.size() != starts.size()) {
      return null;
    }
    Range found = null;
    for (int i = 0; i < starts.size(); i++) {
      int axis = axes == null ? i : source.shape().axis((int) axes.getLong(i));
      long length = source.shape().length(axis);
      long start = starts.getLong(i);
      long end = ends.getLong(i);
      if (steps != null && steps.getLong(i) != 1) {
        return null;
      }
      if (start == 0 && end >= (length < 0 ? Integer.MAX_VALUE : length)) {
        continue;
      }
      if (found != null || length < 0) {
        return null;
      }
      long from = Math.max(0, Math.min(length, start < 0 ? start + length : start));
      long to = Math.max(from, Math.min(length, end < 0 ? end + length : end));
      found = new Range(source, axis, (int) from, (int) to);
    }
    return found;
  }

  /** Returns the only entry of a fixed operand. */
  public static @Nullable Long only(OperatorNode node, int index) {
    Tensor tensor = node.constant(index);
    return tensor == null || tensor.size() != 1 ? null : Long.valueOf(tensor.getLong(0));
  }
}
