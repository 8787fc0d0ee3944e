package dev.tenon.runtime.tensorflow.ops.image;

import dev.tenon.ir.shape.Shape;
import dev.tenon.runtime.tensorflow.graph.Axes;
import dev.tenon.runtime.tensorflow.graph.Tf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Output;

/**
 * The padding of a window that slides over the spatial axes of a channels-last image.
 *
 * <p>Where the lengths of the image are needed and not known, the padding is computed in the graph.
 */
final class SlidingWindow {
  final long[] kernel;
  final long[] strides;
  final long[] dilations;

  /** Padding before and after each axis, where known before the run. */
  final long[] begin;

  final long[] end;

  /** What rounding the number of steps up adds behind each axis, beyond {@link #end}. */
  final long[] extra;

  /** Whether TensorFlow's own SAME padding is meant. */
  final boolean same;

  /** Whether the padding has to be computed in the graph. */
  final boolean dynamic;

  private final String autoPad;
  private final boolean ceil;

  SlidingWindow(
      String autoPad,
      List<Long> kernel,
      @Nullable List<Long> strides,
      @Nullable List<Long> dilations,
      @Nullable List<Long> pads,
      boolean ceil,
      Shape spatial) {
    int n = kernel.size();
    this.autoPad = autoPad;
    this.kernel = Axes.longs(kernel);
    this.strides = strides == null ? ones(n) : Axes.longs(strides);
    this.dilations = dilations == null ? ones(n) : Axes.longs(dilations);
    this.begin = new long[n];
    this.end = new long[n];
    this.extra = new long[n];
    boolean anySame = autoPad.equals("SAME_UPPER");
    boolean open = false;
    for (int i = 0; i < n; i++) {
      long length = spatial.ranked() ? spatial.length(i) : -1;
      if (autoPad.startsWith("SAME")) {
        open |= !same(i, length);
      } else if (!autoPad.equals("VALID")) {
        begin[i] = pads == null ? 0 : pads.get(i);
        end[i] = pads == null ? 0 : pads.get(i + n);
        open |= ceil && !roundUp(i, length);
      }
    }
    this.ceil = ceil && !autoPad.startsWith("SAME") && !autoPad.equals("VALID");
    this.same = anySame;
    this.dynamic = open && !anySame;
  }

  private static long[] ones(int n) {
    long[] ones = new long[n];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** Returns the length that a window spans along an axis. */
  long extent(int i) {
    return (kernel[i] - 1) * dilations[i] + 1;
  }

  private boolean same(int i, long length) {
    long total = extent(i) - strides[i];
    if (length >= 0) {
      long steps = Math.floorDiv(length + strides[i] - 1, strides[i]);
      total = (steps - 1) * strides[i] + extent(i) - length;
    } else if (strides[i] != 1) {
      return false;
    }
    total = Math.max(0, total);
    begin[i] = autoPad.equals("SAME_LOWER") ? total - total / 2 : total / 2;
    end[i] = total - begin[i];
    return true;
  }

  private boolean roundUp(int i, long length) {
    if (strides[i] == 1) {
      return true;
    }
    if (length < 0) {
      return false;
    }
    long padded = length + begin[i] + end[i];
    long steps = Math.floorDiv(padded - extent(i) + strides[i] - 1, strides[i]);
    if (steps * strides[i] >= length + begin[i]) {
      steps--;
    }
    extra[i] = Math.max(0, steps * strides[i] + extent(i) - padded);
    return true;
  }

  /** Says whether there is no padding at all. */
  boolean isEmpty() {
    return !dynamic && Arrays.stream(begin).sum() + Arrays.stream(end).sum() + extraSum() == 0;
  }

  private long extraSum() {
    return Arrays.stream(extra).sum();
  }

  boolean isDilated() {
    return Arrays.stream(dilations).anyMatch(d -> d != 1);
  }

  /** Returns the attribute strides or dilations, with 1 for batch and channels. */
  static long[] withOuter(long[] values) {
    long[] all = new long[values.length + 2];
    all[0] = 1;
    System.arraycopy(values, 0, all, 1, values.length);
    all[values.length + 1] = 1;
    return all;
  }

  /** Returns the attribute explicit_paddings. */
  long[] explicit() {
    long[] all = new long[2 * kernel.length + 4];
    for (int i = 0; i < kernel.length; i++) {
      all[2 * i + 2] = begin[i];
      all[2 * i + 3] = end[i] + extra[i];
    }
    return all;
  }

  /**
   * Pads x so that a window without padding slides over it with the same result. Where the window
   * does not fit into that even once, the run fails.
   */
  Output<?> pad(Tf tf, Output<?> x, double fill) {
    Output<?> padded = x;
    if (!isEmpty()) {
      Output<?> paddings = needsLengths() ? computed(tf, x, true) : tf.pairs(explicit());
      padded = padWith(tf, x, paddings, fill);
    }
    return autoPad.startsWith("SAME") ? padded : WindowGuard.apply(tf, padded, extents());
  }

  /** Returns x, which fails in a run where it and its explicit padding are too small. */
  Output<?> fitting(Tf tf, Output<?> x) {
    long[] least = extents();
    for (int i = 0; i < least.length; i++) {
      least[i] -= begin[i] + end[i] + extra[i];
    }
    return WindowGuard.apply(tf, x, least);
  }

  private long[] extents() {
    long[] extents = new long[kernel.length];
    Arrays.setAll(extents, this::extent);
    return extents;
  }

  private boolean needsLengths() {
    return dynamic || (same && Arrays.stream(strides).anyMatch(s -> s != 1));
  }

  /** Returns ones that lie where padding counts for the mean, and zeros where it does not. */
  Output<?> counted(Tf tf, Output<?> x, boolean includePad) {
    Output<?> lengths = tf.concat(0, List.of(tf.longs(1), spatial(tf, x), tf.longs(1)));
    Output<?> ones = tf.op("Fill").in(lengths, tf.like(x, 1)).out();
    if (!includePad) {
      return pad(tf, ones, 0);
    }
    if (!needsLengths()) {
      long[] declared = explicit();
      long[] beyond = new long[declared.length];
      for (int i = 0; i < kernel.length; i++) {
        declared[2 * i + 3] = end[i];
        beyond[2 * i + 3] = extra[i];
      }
      Output<?> inner = padWith(tf, ones, tf.pairs(declared), 1);
      return padWith(tf, inner, tf.pairs(beyond), 0);
    }
    Output<?> declared = computed(tf, x, false);
    Output<?> inner = padWith(tf, ones, declared, 1);
    return padWith(tf, inner, tf.sub(computed(tf, x, true), declared), 0);
  }

  private static Output<?> padWith(Tf tf, Output<?> x, Output<?> paddings, double fill) {
    return tf.op("PadV2").in(x, paddings, tf.like(x, fill)).out();
  }

  private Output<?> spatial(Tf tf, Output<?> x) {
    return tf.part(tf.shape(x), 1, kernel.length + 1);
  }

  /** Computes the paddings of all axes in the graph: one row of two numbers for each axis. */
  private Output<?> computed(Tf tf, Output<?> x, boolean withExtra) {
    Output<?> length = spatial(tf, x);
    Output<?> stride = tf.longs(strides);
    Output<?> extent = tf.longs(extents());
    Output<?> before;
    Output<?> after;
    if (autoPad.startsWith("SAME")) {
      Output<?> steps = ceilDiv(tf, length, stride);
      Output<?> span = tf.add(tf.mul(tf.sub(steps, tf.scalar(1)), stride), extent);
      Output<?> total = tf.binary("Maximum", tf.sub(span, length), tf.scalar(0));
      Output<?> half = tf.binary("FloorDiv", total, tf.scalar(2));
      Output<?> rest = tf.sub(total, half);
      before = autoPad.equals("SAME_LOWER") ? rest : half;
      after = autoPad.equals("SAME_LOWER") ? half : rest;
    } else {
      before = tf.longs(begin);
      after = tf.longs(end);
      if (ceil && withExtra) {
        Output<?> padded = tf.add(tf.add(length, before), after);
        Output<?> steps = ceilDiv(tf, tf.sub(padded, extent), stride);
        Output<?> outside =
            tf.binary("GreaterEqual", tf.mul(steps, stride), tf.add(length, before));
        Output<?> inside = tf.sub(steps, tf.cast(outside, steps.dataType()));
        Output<?> span = tf.add(tf.mul(inside, stride), extent);
        after = tf.add(after, tf.binary("Maximum", tf.sub(span, padded), tf.scalar(0)));
      }
    }
    List<Output<?>> columns = new ArrayList<>();
    for (Output<?> side : List.of(before, after)) {
      columns.add(tf.concat(0, List.of(tf.longs(0), side, tf.longs(0))));
    }
    return tf.pack(columns, 1);
  }

  private static Output<?> ceilDiv(Tf tf, Output<?> a, Output<?> b) {
    return tf.binary("FloorDiv", tf.sub(tf.add(a, b), tf.scalar(1)), b);
  }

  /** Says whether a mean must not simply divide by the size of the window. */
  boolean needsCount(boolean includePad) {
    return dynamic || (includePad ? extraSum() != 0 : !isEmpty()) || (same && includePad);
  }
}
