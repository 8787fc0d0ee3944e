package dev.tenon.tensor;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * NumPy's basic indexing: integers, {@code start:stop:step}, {@code ...} and {@code newaxis}.
 *
 * <p>A part whose elements are neighbours shares the memory of the tensor.
 */
final class Slicing {
  private final Tensor x;
  private final Supplier<String> text;
  private final long[] own;
  private final List<Long> lengths = new ArrayList<>();
  private final List<Long> strides = new ArrayList<>();
  private long offset;

  private Slicing(Tensor x, Supplier<String> text) {
    this.x = x;
    this.text = text;
    own = TensorShapes.strides(x.shape());
  }

  static Tensor apply(Tensor x, String text) {
    return new Slicing(x, () -> text).parse(text).gather();
  }

  /** Returns the part at some positions along the first axes, without these axes. */
  static Tensor at(Tensor x, long... index) {
    Slicing slicing = new Slicing(x, () -> Arrays.toString(index));
    if (index.length > x.rank()) {
      throw slicing.refused(index.length + " positions for " + x.rank() + " axes");
    }
    for (int axis = 0; axis < index.length; axis++) {
      slicing.position(axis, index[axis]);
    }
    long[] shape = Arrays.copyOfRange(x.shape(), index.length, x.rank());
    return slicing.neighbours((int) slicing.offset, TensorShapes.elements(shape), shape);
  }

  /** Returns the parts at positions along the first axis. */
  static Tensor rows(Tensor x, int... positions) {
    if (x.rank() == 0) {
      throw new Slicing(x, () -> "").refused("positions for no axis");
    }
    long[] shape = x.shape();
    int length = (int) shape[0];
    int[] places = new int[positions.length];
    for (int i = 0; i < places.length; i++) {
      int position = positions[i];
      if (isBeyond(position, length)) {
        throw new Slicing(x, () -> String.valueOf(position)).beyond(0, position);
      }
      places[i] = position < 0 ? position + length : position;
    }
    shape[0] = places.length;
    if (places.length == 0) {
      return Tensor.zeros(x.dtype(), shape);
    }
    return x.dtype() == DType.STRING ? strings(x, places, shape) : x.picked(shape, places);
  }

  private static Tensor strings(Tensor x, int[] places, long[] shape) {
    int row = TensorShapes.elements(shape) / places.length;
    String[] part = new String[places.length * row];
    Arrays.setAll(part, i -> x.getString((long) places[i / row] * row + i % row));
    return Tensor.ofStrings(part, part.length).reshape(shape);
  }

  /** Returns the part between two places along one axis, which are inside it. */
  static Tensor along(Tensor x, int axis, long start, long end) {
    Slicing slicing = new Slicing(x, () -> start + ":" + end);
    for (int i = 0; i < x.rank(); i++) {
      slicing.range(i, i == axis ? start : null, i == axis ? end : null, 1);
    }
    return slicing.gather();
  }

  private Slicing parse(String index) {
    List<String> items = Arrays.stream(index.split(",", -1)).map(String::strip).toList();
    long taken = items.stream().filter(item -> !isNewAxis(item) && !item.equals("...")).count();
    if (taken > x.rank()) {
      throw refused(taken + " items for " + x.rank() + " axes");
    }
    int axis = 0;
    boolean open = true;
    for (String item : items) {
      if (isNewAxis(item)) {
        lengths.add(1L);
        strides.add(0L);
      } else if (item.equals("...")) {
        if (!open) {
          throw refused("'...' twice");
        }
        open = false;
        for (long skip = x.rank() - taken; skip > 0; skip--) {
          range(axis++, null, null, 1);
        }
      } else if (item.indexOf(':') >= 0) {
        range(axis++, item);
      } else {
        position(axis++, number(item));
      }
    }
    while (axis < x.rank()) {
      range(axis++, null, null, 1);
    }
    return this;
  }

  private static boolean isNewAxis(String item) {
    return item.equals("newaxis") || item.equals("None");
  }

  private void range(int axis, String item) {
    String[] parts = item.split(":", -1);
    if (parts.length > 3) {
      throw refused("'" + item + "' with more than two colons");
    }
    Long step = parts.length < 3 ? null : optional(parts[2]);
    range(axis, optional(parts[0]), optional(parts[1]), step == null ? 1 : step);
  }

  /** Python's rules: what is beyond an end is cut, and a negative step goes backwards. */
  private void range(int axis, @Nullable Long start, @Nullable Long stop, long step) {
    if (step == 0 || step == Long.MIN_VALUE) {
      throw refused("a step of " + step);
    }
    long length = x.dim(axis);
    long first = start == null ? (step > 0 ? 0 : length - 1) : bound(start, length, step);
    long last = stop == null ? (step > 0 ? length : -1) : bound(stop, length, step);
    long span = step > 0 ? last - first : first - last;
    long count = span <= 0 ? 0 : (span - 1) / Math.abs(step) + 1;
    offset += count == 0 ? 0 : first * own[axis];
    lengths.add(count);
    strides.add(count <= 1 ? 0 : own[axis] * step);
  }

  private static long bound(long place, long length, long step) {
    long fromStart = place < 0 ? place + length : place;
    long least = step > 0 ? 0 : -1;
    return Math.max(least, Math.min(fromStart, step > 0 ? length : length - 1));
  }

  private void position(int axis, long index) {
    long length = x.dim(axis);
    if (isBeyond(index, length)) {
      throw beyond(axis, index);
    }
    offset += (index < 0 ? index + length : index) * own[axis];
  }

  private static boolean isBeyond(long index, long length) {
    return index < -length || index >= length;
  }

  private IllegalArgumentException beyond(int axis, long index) {
    return refused("position " + index + " on axis " + axis + " of length " + x.dim(axis));
  }

  private @Nullable Long optional(String part) {
    return part.isBlank() ? null : Long.valueOf(number(part.strip()));
  }

  private long number(String item) {
    try {
      return Long.parseLong(item);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          message("'" + item + "'") + "; expected items such as 3, -1, 1:-1, ::2, ... or newaxis",
          e);
    }
  }

  private IllegalArgumentException refused(String what) {
    return new IllegalArgumentException(message(what));
  }

  private String message(String what) {
    String index = text.get();
    String quoted = index.startsWith("[") ? index : "[" + index + "]";
    return "index " + quoted + " of a tensor of shape " + x.shapeString() + " has " + what;
  }

  private Tensor gather() {
    long[] shape = lengths.stream().mapToLong(Long::longValue).toArray();
    int size = TensorShapes.elements(shape);
    if (size == 0) {
      return Tensor.zeros(x.dtype(), shape);
    }
    int[] merged = new int[shape.length + 1];
    int[] steps = new int[shape.length + 1];
    int rank = 0;
    for (int i = 0; i < shape.length; i++) {
      int length = (int) shape[i];
      int step = strides.get(i).intValue();
      if (length == 1) {
        continue;
      }
      if (rank > 0 && steps[rank - 1] == step * length) {
        merged[rank - 1] *= length;
        steps[rank - 1] = step;
      } else {
        merged[rank] = length;
        steps[rank++] = step;
      }
    }
    if (rank == 0 || (rank == 1 && steps[0] == 1)) {
      return neighbours((int) offset, size, shape);
    }
    return new Copy(Arrays.copyOf(merged, rank), Arrays.copyOf(steps, rank))
        .of(x, (int) offset, size, shape);
  }

  private Tensor neighbours(int from, int size, long[] shape) {
    if (x.dtype() == DType.STRING) {
      String[] part = new String[size];
      Arrays.setAll(part, i -> x.getString(from + i));
      return Tensor.ofStrings(part, new long[] {size}).reshape(shape);
    }
    int width = x.dtype().bytes();
    return Tensor.of(x.dtype(), shape, x.bytes().slice(from * width, size * width));
  }

  /** Copies elements that lie apart. */
  private static final class Copy {
    private final int[] lengths;
    private final int[] strides;

    Copy(int[] lengths, int[] strides) {
      this.lengths = lengths;
      this.strides = strides;
    }

    Tensor of(Tensor x, int offset, int size, long[] shape) {
      if (x.dtype() == DType.STRING) {
        String[] part = new String[size];
        each(offset, 1, (to, from) -> part[to] = x.getString(from));
        return Tensor.ofStrings(part, new long[] {size}).reshape(shape);
      }
      int width = x.dtype().bytes();
      int last = lengths.length - 1;
      ByteBuffer source = x.bytes();
      ByteBuffer target = Tensor.allocate(x.dtype(), size);
      if (strides[last] == 1) {
        int run = lengths[last];
        each(offset, run, (to, from) -> target.put(to * width, source, from * width, run * width));
      } else {
        switch (width) {
          case 1 -> each(offset, 1, (to, from) -> target.put(to, source.get(from)));
          case 2 ->
              each(offset, 1, (to, from) -> target.putShort(to * 2, source.getShort(from * 2)));
          case 4 -> each(offset, 1, (to, from) -> target.putInt(to * 4, source.getInt(from * 4)));
          default ->
              each(offset, 1, (to, from) -> target.putLong(to * 8, source.getLong(from * 8)));
        }
      }
      return Tensor.of(x.dtype(), shape, target);
    }

    private interface Move {
      void move(int to, int from);
    }

    /** Goes through the elements, or through runs of them along the last axis. */
    private void each(int offset, int run, Move move) {
      int axes = run == 1 ? lengths.length : lengths.length - 1;
      int[] index = new int[axes];
      int from = offset;
      for (int to = 0; ; to += run) {
        move.move(to, from);
        int axis = axes - 1;
        for (; axis >= 0; axis--) {
          from += strides[axis];
          if (++index[axis] < lengths[axis]) {
            break;
          }
          from -= strides[axis] * lengths[axis];
          index[axis] = 0;
        }
        if (axis < 0) {
          return;
        }
      }
    }
  }
}
