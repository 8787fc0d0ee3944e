package dev.tenon.ir.pass;

import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A permutation of axes: axis i of the permuted tensor is axis {@code axes[i]} of the original.
 *
 * @param axes a permutation of 0 to rank - 1
 */
public record Order(List<Long> axes) {
  public Order {
    axes = List.copyOf(axes);
  }

  // Written out: what a JVM makes for records costs the start of a command 10 ms.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Order order && axes.equals(order.axes);
  }

  @Override
  public int hashCode() {
    return axes.hashCode();
  }

  /** Returns the identity order. */
  public static Order plain(int rank) {
    List<Long> axes = new ArrayList<>();
    for (long i = 0; i < rank; i++) {
      axes.add(i);
    }
    return new Order(axes);
  }

  /** The order that takes images into the target layout. */
  public static Order toLayout(int rank, boolean channelsLast) {
    List<Long> axes = new ArrayList<>();
    axes.add(0L);
    if (channelsLast) {
      for (long i = 2; i < rank; i++) {
        axes.add(i);
      }
      axes.add(1L);
    } else {
      axes.add(rank - 1L);
      for (long i = 1; i < rank - 1; i++) {
        axes.add(i);
      }
    }
    return new Order(axes);
  }

  /** The order that takes a convolution's kernel into the target layout. */
  public static Order ofKernel(int rank, boolean channelsLast) {
    List<Long> axes = new ArrayList<>();
    if (channelsLast) {
      for (long i = 2; i < rank; i++) {
        axes.add(i);
      }
      axes.add(1L);
      axes.add(0L);
    } else {
      axes.add(rank - 1L);
      axes.add(rank - 2L);
      for (long i = 0; i < rank - 2; i++) {
        axes.add(i);
      }
    }
    return new Order(axes);
  }

  /** Returns the number of axes. */
  public int rank() {
    return axes.size();
  }

  /** Returns the original axis at a position of the permuted tensor. */
  public int get(int axis) {
    return Math.toIntExact(axes.get(axis));
  }

  /** Returns whether the order is the identity. */
  public boolean isPlain() {
    return equals(plain(rank()));
  }

  /** Returns the position of an original axis in the permuted tensor; the axis may be negative. */
  public int positionOf(long axis) {
    return axes.indexOf(axis < 0 ? axis + rank() : axis);
  }

  /** Returns the inverse permutation. */
  public Order inverse() {
    List<Long> inverse = new ArrayList<>();
    for (long i = 0; i < rank(); i++) {
      inverse.add((long) axes.indexOf(i));
    }
    return new Order(inverse);
  }

  /** Returns this order followed by another. */
  public Order then(Order next) {
    return new Order(next.axes.stream().map(i -> axes.get(Math.toIntExact(i))).toList());
  }

  /** Returns the permuted shape. */
  public Shape apply(Shape shape) {
    return shape.permute(axes);
  }

  /** Returns the permuted entries, one for each axis. */
  public long[] apply(long[] entries) {
    long[] moved = new long[entries.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = entries[get(i)];
    }
    return moved;
  }

  /** Returns the permutation as an array. */
  public int[] toInts() {
    return axes.stream().mapToInt(Math::toIntExact).toArray();
  }

  /** Returns the order of the axes that stay when some (of the plain tensor) are taken away. */
  public Order without(boolean[] gone) {
    List<Long> kept = new ArrayList<>();
    for (long axis : axes) {
      if (!gone[Math.toIntExact(axis)]) {
        long before = 0;
        for (int i = 0; i < axis; i++) {
          before += gone[i] ? 1 : 0;
        }
        kept.add(axis - before);
      }
    }
    return new Order(kept);
  }

  /**
   * Returns whether the permutation of a tensor of this (original) shape keeps its elements in
   * order.
   */
  public boolean movesOnlyOnes(Shape plain) {
    long last = -1;
    for (long axis : axes) {
      Dim dim = plain.dim(Math.toIntExact(axis));
      if (dim.orMinusOne() != 1) {
        if (axis < last) {
          return false;
        }
        last = axis;
      }
    }
    return true;
  }
}
