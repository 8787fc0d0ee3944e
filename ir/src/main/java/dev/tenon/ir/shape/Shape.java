package dev.tenon.ir.shape;

import dev.tenon.error.UnknownRankException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The lengths of a tensor's axes, or an unknown number of axes.
 *
 * @param dims the lengths; empty for a scalar and for an unknown rank
 * @param ranked whether the number of axes is known
 */
public record Shape(List<Dim> dims, boolean ranked) {
  private static final Shape UNKNOWN_RANK = new Shape(List.of(), false);

  public Shape {
    dims = List.copyOf(dims);
  }

  /** Returns a shape of these lengths. */
  public static Shape of(List<Dim> dims) {
    return new Shape(dims, true);
  }

  /** Returns a shape of these lengths. */
  public static Shape of(Dim... dims) {
    return new Shape(List.of(dims), true);
  }

  /** Returns a shape of these lengths; each -1 is a fresh unknown. */
  public static Shape of(long... lengths) {
    List<Dim> dims = new ArrayList<>();
    for (long length : lengths) {
      dims.add(Dim.of(length));
    }
    return of(dims);
  }

  /** Returns the shape of unknown rank. */
  public static Shape unknownRank() {
    return UNKNOWN_RANK;
  }

  /** Returns a shape with a number of unknown lengths. */
  public static Shape ofRank(int rank) {
    List<Dim> dims = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      dims.add(Dim.unknown());
    }
    return of(dims);
  }

  /**
   * Returns the number of axes.
   *
   * @throws UnknownRankException if it is unknown
   */
  public int rank() {
    if (!ranked) {
      throw new UnknownRankException();
    }
    return dims.size();
  }

  /** Returns whether the rank and each length are known, possibly as a symbol. */
  public boolean hasLengths() {
    return ranked && dims.stream().noneMatch(Dim.Unknown.class::isInstance);
  }

  /** Returns one length; a negative axis counts from the end. */
  public Dim dim(int axis) {
    return dims.get(axis(axis));
  }

  /** Returns one length, or -1 if it is unknown; a negative axis counts from the end. */
  public long length(int axis) {
    return dim(axis).orMinusOne();
  }

  /** Returns the axis counted from the front. */
  public int axis(int axis) {
    int normalized = axis < 0 ? axis + rank() : axis;
    if (normalized < 0 || normalized >= rank()) {
      throw new IllegalArgumentException("axis " + axis + " is outside shape " + this);
    }
    return normalized;
  }

  /** Returns whether every length is a number. */
  public boolean isKnown() {
    return ranked && dims.stream().allMatch(Dim::isKnown);
  }

  /** Returns the lengths, with -1 for unknown ones. */
  public long[] toLongs() {
    return dims.stream().mapToLong(Dim::orMinusOne).toArray();
  }

  /** Returns the number of elements, unknown if a length is unknown. */
  public Dim size() {
    Dim size = Dim.of(1);
    for (Dim dim : dims) {
      size = size.times(dim);
    }
    return ranked ? size : Dim.unknown();
  }

  /** Returns this shape with one length replaced; a negative axis counts from the end. */
  public Shape with(int axis, Dim dim) {
    List<Dim> changed = new ArrayList<>(dims);
    changed.set(axis(axis), dim);
    return of(changed);
  }

  /** Returns this shape without one axis. */
  public Shape without(int axis) {
    List<Dim> changed = new ArrayList<>(dims);
    changed.remove(axis(axis));
    return of(changed);
  }

  /** Returns this shape with an axis inserted before position {@code at} (0 to rank). */
  public Shape insert(int at, Dim dim) {
    if (at < 0 || at > rank()) {
      throw new IllegalArgumentException("a new axis at " + at + " is outside shape " + this);
    }
    List<Dim> changed = new ArrayList<>(dims);
    changed.add(at, dim);
    return of(changed);
  }

  /** Returns the axes from {@code start} (included) to {@code end} (excluded). */
  public Shape sub(int start, int end) {
    if (start < 0 || end < start || end > rank()) {
      throw new IllegalArgumentException(
          "axes " + start + " to " + end + " are outside shape " + this);
    }
    return of(dims.subList(start, end));
  }

  /** Returns this shape followed by another. */
  public Shape concat(Shape other) {
    List<Dim> both = new ArrayList<>(dims);
    both.addAll(other.dims);
    return of(both);
  }

  /** Returns the axes in another order: axis i of the result is axis perm[i] of this. */
  public Shape permute(List<Long> perm) {
    return of(
        perm.stream().map(p -> dims.get(axis(Math.toIntExact(p)))).collect(Collectors.toList()));
  }

  /** Returns the shape of two shapes after NumPy's broadcasting. */
  public static Shape broadcast(Shape a, Shape b) {
    if (!a.ranked || !b.ranked) {
      return UNKNOWN_RANK;
    }
    int rank = Math.max(a.rank(), b.rank());
    List<Dim> dims = new ArrayList<>(Collections.nCopies(rank, Dim.of(1)));
    for (int i = 0; i < rank; i++) {
      int fromA = a.rank() - rank + i;
      int fromB = b.rank() - rank + i;
      Dim da = fromA < 0 ? Dim.of(1) : a.dim(fromA);
      Dim db = fromB < 0 ? Dim.of(1) : b.dim(fromB);
      dims.set(i, broadcast(da, db, a, b));
    }
    return of(dims);
  }

  private static Dim broadcast(Dim a, Dim b, Shape left, Shape right) {
    if (a.equals(b) || b.orMinusOne() == 1) {
      return a;
    }
    if (a.orMinusOne() == 1) {
      return b;
    }
    if (a.isKnown() && b.isKnown()) {
      throw new IllegalArgumentException("shapes " + left + " and " + right + " do not broadcast");
    }
    return a.isKnown() ? a : b.isKnown() ? b : Dim.unknown();
  }

  @Override
  public String toString() {
    if (!ranked) {
      return "(...)";
    }
    return dims.stream().map(Dim::toString).collect(Collectors.joining(", ", "(", ")"));
  }
}
