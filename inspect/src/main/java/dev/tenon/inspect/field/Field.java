package dev.tenon.inspect.field;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What one place of a value sees of the input.
 *
 * @param sights what it sees along each spatial axis of the input
 * @param dims along which axis of the value each of these sights moves; -1 where every place of the
 *     value sees the same
 */
public record Field(List<InputSpan> sights, List<Integer> dims) {
  /** That of what has no place, or sees all there is in a way that is not followed further. */
  static final Field EVERYTHING = new Field(List.of(), List.of());

  public Field {
    sights = List.copyOf(sights);
    dims = List.copyOf(dims);
  }

  /**
   * Returns how many places it sees along each axis, at most; empty where that is all of them, or
   * not known.
   */
  public List<Long> sizes() {
    boolean all = sights.stream().allMatch(InputSpan::isWhole);
    List<Long> sizes = sights.stream().map(InputSpan::size).toList();
    return all || sizes.stream().anyMatch(size -> size < 0) ? List.of() : sizes;
  }

  /** Says whether a sight moves along an axis of the value. */
  boolean moves(int dim) {
    return dims.contains(dim);
  }

  /** Returns the field of what has seen all places along some axes of the value. */
  Field mix(IntPredicate axes) {
    return each((sight, dim) -> axes.test(dim) ? sight.everything() : sight, dim -> dim);
  }

  /** Returns the field where the sights that move along an axis are changed. */
  Field change(int axis, UnaryOperator<InputSpan> change) {
    return each((sight, dim) -> dim == axis ? change.apply(sight) : sight, dim -> dim);
  }

  /**
   * Returns the field of a value with the same places on other axes.
   *
   * @param to the new axis of each old one; -1 for one that is gone and had a single place, or
   *     whose places are mixed
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

  /** Returns the field of what is computed from two values, place by place. */
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
