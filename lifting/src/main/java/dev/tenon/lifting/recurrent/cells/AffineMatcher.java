package dev.tenon.lifting.recurrent.cells;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.op.Variadic;
import dev.tenon.lifting.axes.RowUses;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds of which rows, multiplied by which fixed matrices, a value is the sum. */
final class AffineMatcher {
  private static final int DEEPEST = 60;

  private final RowUses uses;
  private final StepMatrix.Maker maker;
  private final Map<Value, AffineSum> known = new IdentityHashMap<>();
  private int depth;

  AffineMatcher(RowUses uses, StepMatrix.Maker maker) {
    this.uses = uses;
    this.maker = maker;
  }

  /** Returns what a value is a sum of; at least itself. Null where it is no rows of numbers. */
  @Nullable AffineSum of(Value value) {
    int width = RowUses.width(value);
    if (width < 0) {
      return null;
    }
    AffineSum result = known.get(value);
    if (result == null) {
      depth++;
      result = depth > DEEPEST ? null : compute(value, width);
      depth--;
      if (result == null || result.width() != width) {
        result = AffineSum.of(maker, uses.base(value), width);
      }
      known.put(value, result);
    }
    return result;
  }

  private @Nullable AffineSum compute(Value value, int width) {
    if (uses.isZero(value)) {
      return AffineSum.fixed(maker, new double[width]);
    }
    double[] row = RowUses.row(value, width);
    if (row != null) {
      return AffineSum.fixed(maker, row);
    }
    Value base = uses.base(value);
    if (base != value) {
      return of(base);
    }
    OperatorNode node = uses.producer(value);
    if (node == null) {
      return null;
    }
    Operator operator = node.operator();
    if (operator instanceof Linear.MatMul || operator instanceof Linear.Gemm) {
      return product(node);
    }
    if (operator instanceof Movement.Concat concat) {
      return concat(node, concat, value, width);
    }
    if (operator instanceof Movement) {
      RowUses.Range range = uses.range(value);
      AffineSum whole =
          range != null && range.axis() == value.rank() - 1 ? of(range.source()) : null;
      return whole == null || range == null ? null : whole.columns(maker, range.from(), range.to());
    }
    return isInner(value) ? sum(node, width) : null;
  }

  /** Says whether a sum is of no use but to be cut or read once: the state of a cell is not. */
  private boolean isInner(Value value) {
    if (uses.isResult(value)) {
      return false;
    }
    return uses.readers(value).size() == 1
        || uses.readers(value).stream()
            .allMatch(
                node ->
                    node.operator() instanceof Movement.Slice
                        || node.operator() instanceof Movement.Split);
  }

  private @Nullable AffineSum sum(OperatorNode node, int width) {
    Operator operator = node.operator();
    if (operator instanceof Unary.Neg) {
      AffineSum x = of(node.input(0));
      return x == null ? null : x.scaled(maker, filled(width, -1));
    }
    if (operator instanceof Variadic.Sum) {
      AffineSum total = null;
      for (Value operand : node.reads()) {
        AffineSum part = operand(node, operand, width);
        if (part == null) {
          return null;
        }
        total = total == null ? part : total.plus(maker, part);
      }
      return total;
    }
    if (operator instanceof Binary.Add || operator instanceof Binary.Sub) {
      AffineSum a = operand(node, node.input(0), width);
      AffineSum b = operand(node, node.input(1), width);
      if (a == null || b == null) {
        return null;
      }
      boolean minus = operator instanceof Binary.Sub;
      return a.plus(maker, minus ? b.scaled(maker, filled(width, -1)) : b);
    }
    if (operator instanceof Binary.Mul || operator instanceof Binary.Div) {
      boolean swapped = operator instanceof Binary.Mul && node.input(0).constant() != null;
      double[] factors = RowUses.row(node.input(swapped ? 0 : 1), width);
      AffineSum x = operand(node, node.input(swapped ? 1 : 0), width);
      if (factors == null || x == null) {
        return null;
      }
      if (operator instanceof Binary.Div) {
        factors = Arrays.stream(factors).map(f -> 1 / f).toArray();
      }
      return Arrays.stream(factors).allMatch(Double::isFinite) ? x.scaled(maker, factors) : null;
    }
    return null;
  }

  /** Returns an operand that is as wide as the result and has as many rows, or is a fixed row. */
  private @Nullable AffineSum operand(OperatorNode node, Value operand, int width) {
    double[] row = RowUses.row(operand, width);
    if (row != null) {
      return AffineSum.fixed(maker, row);
    }
    if (uses.isZero(operand)) {
      return AffineSum.fixed(maker, new double[width]);
    }
    boolean fits = RowUses.width(operand) == width && RowUses.sameRows(operand, node.output());
    return fits ? of(operand) : null;
  }

  private @Nullable AffineSum product(OperatorNode node) {
    Tensor matrix = node.input(1).constant();
    if (matrix == null || matrix.rank() != 2) {
      return null;
    }
    boolean transposed = node.operator() instanceof Linear.Gemm whole && whole.transB() != 0;
    AffineSum x =
        uses.isZero(node.input(0))
            ? AffineSum.fixed(maker, new double[(int) matrix.dim(transposed ? 1 : 0)])
            : factor(node.input(0), (int) matrix.dim(transposed ? 1 : 0));
    if (x == null) {
      return null;
    }
    if (!x.moved()) {
      x = AffineSum.of(maker, uses.base(node.input(0)), x.width());
    }
    if (!(node.operator() instanceof Linear.Gemm gemm)) {
      return x.times(maker, maker.of(matrix, false));
    }
    if (gemm.transA() != 0) {
      return null;
    }
    AffineSum result = x.times(maker, maker.of(matrix, gemm.transB() != 0));
    int width = result.width();
    result = gemm.alpha() == 1 ? result : result.scaled(maker, filled(width, gemm.alpha()));
    Value added = node.optionalInput(2);
    if (added == null) {
      return result;
    }
    AffineSum other = operand(node, added, width);
    if (other == null) {
      return null;
    }
    other = gemm.beta() == 1 ? other : other.scaled(maker, filled(width, gemm.beta()));
    return result.plus(maker, other);
  }

  /** Returns what is multiplied by a matrix; its width follows where it is not known. */
  private @Nullable AffineSum factor(Value value, int width) {
    OperatorNode node = RowUses.width(value) < 0 ? uses.producer(value) : null;
    boolean ranked = value.shape().ranked() && value.rank() == 2;
    return node != null && ranked && node.operator() instanceof Movement.Concat concat
        ? concat(node, concat, value, width)
        : of(value);
  }

  private @Nullable AffineSum concat(
      OperatorNode node, Movement.Concat concat, Value value, int width) {
    if (value.shape().axis(Math.toIntExact(concat.axis())) != value.rank() - 1) {
      return null;
    }
    AffineSum total = null;
    int at = 0;
    int known = node.reads().stream().mapToInt(read -> Math.max(0, RowUses.width(read))).sum();
    long open = node.reads().stream().filter(read -> RowUses.width(read) < 0).count();
    for (Value operand : node.reads()) {
      int own = RowUses.width(operand);
      boolean zero = uses.isZero(operand);
      if (own < 0 && zero && open == 1 && known < width) {
        own = width - known;
      }
      boolean fits = own > 0 && (zero || RowUses.sameRows(operand, value));
      AffineSum part = !fits ? null : zero ? AffineSum.fixed(maker, new double[own]) : of(operand);
      if (part == null) {
        return null;
      }
      if (!part.moved()) {
        part = AffineSum.of(maker, uses.base(operand), own);
      }
      AffineSum placed = part.placed(maker, at, width);
      if (total != null) {
        AffineSum both = total.plus(maker, placed);
        placed = new AffineSum(width, both.parts(), both.bias(), true);
      }
      total = placed;
      at += own;
    }
    return at == width ? total : null;
  }

  static double[] filled(int width, double value) {
    double[] row = new double[width];
    Arrays.fill(row, value);
    return row;
  }
}
