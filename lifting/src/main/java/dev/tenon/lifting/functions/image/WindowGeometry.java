package dev.tenon.lifting.functions.image;

import dev.tenon.lifting.functions.NoFunctionException;
import dev.tenon.lifting.functions.Operand;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where windows stand along each spatial axis, with the padding that an ONNX rule asks for. */
final class WindowGeometry {
  private final long[] kernel;
  private final long[] strides;
  private final long[] dilations;
  private final long[] before;
  private final long[] after;
  private final long[] beyond;

  private WindowGeometry(long[] kernel, long[] strides, long[] dilations) {
    this.kernel = kernel;
    this.strides = strides;
    this.dilations = dilations;
    this.before = new long[kernel.length];
    this.after = new long[kernel.length];
    this.beyond = new long[kernel.length];
  }

  /** Returns the lengths of the window. */
  long[] kernel() {
    return kernel;
  }

  /** Returns the steps. */
  long[] strides() {
    return strides;
  }

  /** Returns the distances between the entries of a window. */
  long[] dilations() {
    return dilations;
  }

  /** Returns the entries added before each axis. */
  long[] before() {
    return before;
  }

  /** Returns the entries added behind each axis. */
  long[] after() {
    return after;
  }

  /** Returns how far the last window reaches beyond the padding, with ceil_mode. */
  long[] beyond() {
    return beyond;
  }

  /** Returns the geometry over an operand (batch, channels, spatial…). */
  static WindowGeometry of(
      Operand x,
      long[] kernel,
      @Nullable List<Long> strides,
      @Nullable List<Long> dilations,
      @Nullable List<Long> pads,
      String autoPad,
      boolean ceil,
      int[] spatial) {
    int axes = kernel.length;
    WindowGeometry windows =
        new WindowGeometry(kernel, numbers(strides, axes), numbers(dilations, axes));
    for (int i = 0; i < axes; i++) {
      windows.place(i, x.length(spatial[i]), pads, autoPad, ceil);
    }
    return windows;
  }

  private static long[] numbers(@Nullable List<Long> given, int axes) {
    long[] numbers = new long[axes];
    for (int i = 0; i < axes; i++) {
      numbers[i] = given == null ? 1 : given.get(i);
    }
    return numbers;
  }

  private void place(int i, long length, @Nullable List<Long> pads, String autoPad, boolean ceil) {
    if (autoPad.startsWith("SAME")) {
      if (length < 0 && strides[i] > 1) {
        throw new NoFunctionException("pads by a rule along an axis of open length");
      }
      long windows = (length + strides[i] - 1) / strides[i];
      long total =
          length < 0 ? extent(i) - 1 : Math.max((windows - 1) * strides[i] + extent(i) - length, 0);
      long front = autoPad.equals("SAME_LOWER") ? total - total / 2 : total / 2;
      before[i] = front;
      after[i] = total - front;
      return;
    }
    if (pads != null && !autoPad.equals("VALID")) {
      before[i] = pads.get(i);
      after[i] = pads.get(i + kernel.length);
    }
    if (ceil) {
      if (length < 0) {
        throw new NoFunctionException("has ceil_mode along an axis of open length");
      }
      long reach = (count(i, length, true) - 1) * strides[i] + extent(i);
      beyond[i] = Math.max(0, reach - (length + before[i] + after[i]));
    }
  }

  int axes() {
    return kernel.length;
  }

  /** Returns how many entries a window spans. */
  long extent(int i) {
    return (kernel[i] - 1) * dilations[i] + 1;
  }

  /** Returns how many windows there are along an axis. */
  long count(int i, long length, boolean ceil) {
    long free = length + before[i] + after[i] - extent(i);
    long steps = ceil ? -Math.floorDiv(-free, strides[i]) : Math.floorDiv(free, strides[i]);
    if (ceil && steps * strides[i] >= length + before[i]) {
      // The last window must start inside the padded input.
      steps--;
    }
    return steps + 1;
  }

  boolean dilated() {
    for (long dilation : dilations) {
      if (dilation > 1) {
        return true;
      }
    }
    return false;
  }

  boolean stepped() {
    for (long stride : strides) {
      if (stride > 1) {
        return true;
      }
    }
    return false;
  }

  boolean padded() {
    for (int i = 0; i < axes(); i++) {
      if (before[i] + after[i] + beyond[i] > 0) {
        return true;
      }
    }
    return false;
  }
}
