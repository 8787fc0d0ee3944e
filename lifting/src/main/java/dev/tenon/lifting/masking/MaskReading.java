package dev.tenon.lifting.masking;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.UseDef;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.op.Unary;
import dev.tenon.lifting.axes.RowUses;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value that says which steps of a sequence count, and how it lies.
 *
 * @param mask what it says
 * @param timeFirst whether the time is before the batch
 * @param turned whether the time runs backwards
 */
public record MaskReading(StepMask mask, boolean timeFirst, boolean turned) {

  /** Returns what a value says, as booleans or as 0 and 1; null where it is no mask of steps. */
  public static @Nullable MaskReading of(UseDef uses, Value value) {
    if (value.constant() != null || !value.shape().ranked()) {
      return null;
    }
    OperatorNode node = uses.producer(value);
    if (node == null) {
      boolean fits = value.dtype() == DType.BOOL && value.rank() == 2;
      return fits ? new MaskReading(new StepMask.Given(value), false, false) : null;
    }
    Operator operator = node.operator();
    if (operator instanceof Unary.Identity || operator instanceof Unary.Cast) {
      return of(uses, node.input(0));
    }
    if (operator instanceof Movement) {
      MaskReading before = moves(node) ? of(uses, node.input(0)) : null;
      return before == null ? null : before.moved(node);
    }
    if (operator instanceof Unary.Not) {
      Compared other = Compared.of(uses, value);
      boolean ids = other != null && other.number == 0 && other.root.rank() == 2;
      return other != null && ids && other.root.dtype().isInteger()
          ? new MaskReading(new StepMask.Ids(other.root), false, false)
          : null;
    }
    Value entries = any(uses, node);
    Compared other = entries == null ? null : Compared.of(uses, uncast(uses, entries));
    boolean steps = other != null && other.root.rank() == 3 && other.root.dtype().isFloating();
    return other != null && steps
        ? new MaskReading(new StepMask.Entries(other.root, other.number), false, false)
        : null;
  }

  /** Says whether a node exchanges batch and time, adds an axis behind them, or turns the time. */
  private static boolean moves(OperatorNode node) {
    Operator operator = node.operator();
    Value x = node.input(0);
    if (!x.shape().ranked() || !node.output().shape().ranked()) {
      return false;
    }
    if (operator instanceof Movement.Transpose transpose) {
      List<Long> perm = transpose.perm();
      boolean swaps = perm.size() >= 2 && perm.get(0) == 1 && perm.get(1) == 0;
      return swaps && (perm.size() == 2 || (perm.size() == 3 && x.shape().length(2) == 1));
    }
    int wider = node.output().rank() - x.rank();
    if (operator instanceof Movement.Squeeze || operator instanceof Movement.Unsqueeze) {
      Long axis = RowUses.only(node, 1);
      int most = Math.max(x.rank(), node.output().rank());
      return Math.abs(wider) == 1 && most == 3 && axis != null && (axis == 2 || axis == -1);
    }
    return operator instanceof Movement.Slice
        && is(node, 4, -1)
        && is(node, 1, -1)
        && Objects.requireNonNullElse(RowUses.only(node, 2), 0L) < -Integer.MAX_VALUE;
  }

  private static boolean is(OperatorNode node, int index, long number) {
    Long only = RowUses.only(node, index);
    return only != null && only == number;
  }

  private @Nullable MaskReading moved(OperatorNode node) {
    if (node.operator() instanceof Movement.Transpose) {
      return new MaskReading(mask, !timeFirst, turned);
    }
    if (!(node.operator() instanceof Movement.Slice)) {
      return this;
    }
    Long axis = node.optionalInput(3) == null ? Long.valueOf(0) : RowUses.only(node, 3);
    return axis != null && axis == (timeFirst ? 0 : 1)
        ? new MaskReading(mask, timeFirst, !turned)
        : null;
  }

  /** Returns what a node finds any true entry of along the last axis; null where it does not. */
  private static @Nullable Value any(UseDef uses, OperatorNode node) {
    OperatorNode reduced = node;
    if (node.operator() instanceof Binary.Greater) {
      // How many there are, and whether that is more than none.
      Tensor zero = node.input(1).constant();
      boolean none = zero != null && zero.size() == 1 && zero.getDouble(0) == 0;
      reduced = none ? uses.producer(node.input(0)) : null;
    }
    boolean counts = node.operator() instanceof Binary.Greater;
    if (reduced == null
        || !(counts
            ? reduced.operator() instanceof Reduction.ReduceSum
            : reduced.operator() instanceof Reduction.ReduceMax)) {
      return null;
    }
    Value x = reduced.input(0);
    boolean last = is(reduced, 1, -1) || is(reduced, 1, 2);
    return x.shape().ranked() && x.rank() == 3 && last ? x : null;
  }

  private static Value uncast(UseDef uses, Value value) {
    OperatorNode cast = uses.producer(value, Unary.Cast.class);
    return cast == null ? value : uncast(uses, cast.input(0));
  }

  /** Returns the value that another one has been before it changed its type or name. */
  public static Value root(UseDef uses, Value value) {
    OperatorNode node = uses.producer(value);
    if (node == null) {
      return value;
    }
    boolean whole = node.operator() instanceof Unary.Cast && node.input(0).dtype().isInteger();
    boolean same = node.operator() instanceof Unary.Identity;
    return same || (whole && value.dtype().isInteger()) ? root(uses, node.input(0)) : value;
  }

  /** A value that is not equal to a number, entry by entry. */
  private record Compared(Value root, double number) {
    static @Nullable Compared of(UseDef uses, Value value) {
      OperatorNode not = uses.producer(value, Unary.Not.class);
      OperatorNode equal = not == null ? null : uses.producer(not.input(0), Binary.Equal.class);
      if (equal == null) {
        return null;
      }
      for (int side = 0; side < 2; side++) {
        Tensor number = equal.input(side).constant();
        Value other = equal.input(1 - side);
        if (number != null && number.size() == 1 && other.shape().ranked()) {
          return new Compared(MaskReading.root(uses, other), number.getDouble(0));
        }
      }
      return null;
    }
  }
}
