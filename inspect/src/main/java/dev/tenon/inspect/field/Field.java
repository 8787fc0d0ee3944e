package dev.tenon.inspect.field;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The receptive field of one element of a value: the span of the input along each spatial axis.
 *
 * @param sights the span along each spatial axis of the input
 * @param dims the axis of the value along which each span moves; -1 if every element has the same
 *     span
 */
public record Field(List<InputSpan> sights, List<Integer> dims) {
  /** The field of values without positions, and of dependences that are not traced. */
  static final Field EVERYTHING = new Field(List.of(), List.of());

  public Field {
    sights = List.copyOf(sights);
    dims = List.copyOf(dims);
  }

  /**
   * Returns the largest length of the span along each axis; empty if it is the whole input or
   * unknown.
   */
  public List<Long> sizes() {
    boolean all = sights.stream().allMatch(InputSpan::isWhole);
    List<Long> sizes = sights.stream().map(InputSpan::size).toList();
    return all || sizes.stream().anyMatch(size -> size < 0) ? List.of() : sizes;
  }

  /** Returns whether a span moves along an axis of the value. */
  boolean moves(int dim) {
    return dims.contains(dim);
  }

  /** Returns the field after all elements along some axes are combined. */
  Field mix(IntPredicate axes) {
    return each((sight, dim) -> axes.test(dim) ? sight.everything() : sight, dim -> dim);
  }

  /** Returns the field with a change of the spans that move along an axis. */
  Field change(int axis, UnaryOperator<InputSpan> change) {
    return each((sight, dim) -> dim == axis ? change.apply(sight) : sight, dim -> dim);
  }

  /**
   * Returns the field with axes moved.
   *
   * @param to the new axis of each old one; -1 for a removed axis
   */
  Field move(IntUnaryOperator to) {
    return each((sight, dim) -> to.applyAsInt(dim) < 0 ? sight.only(0) : sight, to);
  }

  private Field each(Turn turn, IntUnaryOperator to) {
    List<InputSpan> changed = new ArrayList<>();
    List<Integer> moved = new ArrayList<>();
    for (int i = 0; i < sights.size(); i++) {
      int dim = dims.get(i);
      InputSpan sight = dim < 0 ? sights.get(i) : turn.of(sights.get(i), dim);
      changed.add(sight);
      moved.add(dim < 0 || sight.isWhole() ? -1 : to.applyAsInt(dim));
    }
    return new Field(changed, moved);
  }

  /** Returns the field of an elementwise combination of two values. */
  static @Nullable Field join(@Nullable Field a, @Nullable Field b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    if (a.sights.size() != b.sights.size()) {
      return EVERYTHING;
    }
    List<InputSpan> sights = new ArrayList<>();
    List<Integer> dims = new ArrayList<>();
    for (int i = 0; i < a.sights.size(); i++) {
      InputSpan one = a.sights.get(i);
      InputSpan two = b.sights.get(i);
      boolean same = a.dims.get(i).equals(b.dims.get(i));
      InputSpan both = same || one.isWhole() || two.isWhole() ? one.with(two) : one.everything();
      sights.add(both);
      dims.add(both.isWhole() ? -1 : a.dims.get(i));
    }
    return new Field(sights, dims);
  }

  private interface Turn {
    InputSpan of(InputSpan sight, int dim);
  }
}
