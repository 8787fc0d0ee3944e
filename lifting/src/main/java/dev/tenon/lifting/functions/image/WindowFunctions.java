package dev.tenon.lifting.functions.image;

import dev.tenon.lifting.functions.FunctionNode;
import dev.tenon.lifting.functions.FunctionWriter;
import dev.tenon.lifting.functions.NoFunctionException;
import dev.tenon.lifting.functions.Operand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What convolutions and pooling have in common: axes, padding, steps. */
final class WindowFunctions {
  private static final int MOST_POSITIONS = 128;

  private WindowFunctions() {}

  /** Refuses what has its channels last, which only Tenon's own passes write. */
  static Operand channelsFirst(FunctionNode node, boolean channelsLast) {
    Operand x = node.in(0);
    if (channelsLast || x.rank() < 3 || x.rank() > 5) {
      throw new NoFunctionException(
          "has " + (x.rank() - 2) + " spatial axes; functions have 1 to 3");
    }
    if (x.batch() > 0) {
      node.writer().refuseMixing();
    }
    return x;
  }

  static int[] spatial(int axes) {
    int[] spatial = new int[axes];
    Arrays.setAll(spatial, i -> i + 2);
    return spatial;
  }

  /** Returns the order that puts the channels, the second axis, last. */
  static int[] toLast(int rank) {
    int[] order = new int[rank];
    for (int k = 1; k < rank - 1; k++) {
      order[k] = k + 1;
    }
    order[rank - 1] = 1;
    return order;
  }

  /** Returns the order that puts the channels, the last axis, second. */
  static int[] toFirst(int rank) {
    int[] order = new int[rank];
    order[1] = rank - 1;
    for (int k = 2; k < rank; k++) {
      order[k] = k - 1;
    }
    return order;
  }

  /** Adds entries of one number around the spatial axes. */
  static Operand padded(FunctionWriter writer, Operand x, WindowGeometry windows, double value) {
    long[] before = new long[x.rank()];
    long[] after = new long[x.rank()];
    for (int i = 0; i < windows.axes(); i++) {
      before[i + 2] = windows.before()[i];
      after[i + 2] = windows.after()[i] + windows.beyond()[i];
    }
    return writer.pad(x, before, after, value);
  }

  static List<Long> list(long[] numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }

  /**
   * Returns the entries of all windows at each of their positions: what is at one position in all
   * windows is a range with steps.
   *
   * @param x (batch, channels, spatial…), padded
   */
  static List<Operand> positions(FunctionWriter writer, Operand x, WindowGeometry windows) {
    List<Operand> all = List.of(x);
    long total = Arrays.stream(windows.kernel()).reduce(1, (a, b) -> a * b);
    if (total > MOST_POSITIONS) {
      throw new NoFunctionException("has dilated windows of " + total + " entries");
    }
    for (int i = 0; i < windows.axes(); i++) {
      long length = x.length(i + 2);
      if (length < 0) {
        throw new NoFunctionException("has dilated windows along an axis of open length");
      }
      long stride = windows.strides()[i];
      long last = (length - windows.extent(i)) / stride * stride;
      List<Operand> next = new ArrayList<>();
      for (Operand one : all) {
        for (long k = 0; k < windows.kernel()[i]; k++) {
          long start = k * windows.dilations()[i];
          next.add(writer.cut(one, i + 2, start, start + last + 1, stride));
        }
      }
      all = next;
    }
    return all;
  }

  /** Puts entries of zero between those of an axis of known length. */
  static Operand spread(FunctionWriter writer, Operand x, int axis, long step) {
    if (step == 1) {
      return x;
    }
    long length = x.length(axis);
    if (length < 0) {
      throw new NoFunctionException("spreads an axis of open length");
    }
    Operand wide = writer.expandDims(x, axis + 1);
    long[] after = new long[wide.rank()];
    after[axis + 1] = step - 1;
    Operand padded = writer.pad(wide, new long[wide.rank()], after, 0);
    long[] shape = new long[x.rank()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = i == x.batch() && !writer.isFixed() ? -1 : x.length(i);
    }
    shape[axis] = length * step;
    Operand joined = writer.reshape(padded, x.batch(), shape);
    return writer.cut(joined, axis, 0, (length - 1) * step + 1, null);
  }
}
