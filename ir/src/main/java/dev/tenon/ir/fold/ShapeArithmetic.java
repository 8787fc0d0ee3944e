package dev.tenon.ir.fold;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Variadic;
import dev.tenon.ir.shape.Dim;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The arithmetic of shapes on lengths that may be open. */
final class ShapeArithmetic {
  private ShapeArithmetic() {}

  /** Returns the lengths at some positions; null if one is outside. */
  static @Nullable List<Dim> pick(List<Dim> lengths, Tensor positions) {
    List<Dim> picked = new ArrayList<>();
    for (long position : positions.toLongArray()) {
      long at = position < 0 ? position + lengths.size() : position;
      if (at < 0 || at >= lengths.size()) {
        return null;
      }
      picked.add(lengths.get((int) at));
    }
    return picked;
  }

  /** Returns the lengths of several vectors as one; null if those of one are not known. */
  static @Nullable List<Dim> joined(List<Value> parts, Function<Value, @Nullable List<Dim>> of) {
    List<Dim> joined = new ArrayList<>();
    for (Value part : parts) {
      List<Dim> lengths = of.apply(part);
      if (lengths == null) {
        return null;
      }
      joined.addAll(lengths);
    }
    return joined;
  }

  /**
   * Returns the results of an operator on each pair of lengths; a single length is every pair's.
   * Null where a result is not known, or the lengths are no pairs.
   */
  static @Nullable List<Dim> each(Operator operator, List<Dim> first, List<Dim> second) {
    int least = Math.min(first.size(), second.size());
    if (least == 0 || (first.size() != second.size() && least > 1)) {
      return null;
    }
    List<Dim> results = new ArrayList<>();
    for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
      Dim a = first.get(first.size() == 1 ? 0 : i);
      Dim result = of(operator, a, second.get(second.size() == 1 ? 0 : i));
      if (result == null) {
        return null;
      }
      results.add(result);
    }
    return results;
  }

  private static @Nullable Dim of(Operator operator, Dim a, Dim b) {
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
    return operator instanceof Variadic.Max && a.equals(b) ? a : null;
  }
}
