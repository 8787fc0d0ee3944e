package dev.tenon.ir.fold;

import dev.tenon.ir.op.Movement;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operators that move elements about, of any type but strings. */
final class Moves {
  private Moves() {}

  static @Nullable List<Tensor> apply(Movement operator, List<@Nullable Tensor> operands) {
    Tensor x = operands.get(0);
    if (x == null) {
      return null;
    }
    if (operator instanceof Movement.Split op) {
      return split(op, x, optional(operands, 1));
    }
    Tensor result = single(operator, x, operands);
    return result == null ? null : List.of(result);
  }

  private static @Nullable Tensor single(
      Movement operator, Tensor x, List<@Nullable Tensor> operands) {
    Tensor second = optional(operands, 1);
    if (operator instanceof Movement.Reshape op && second != null) {
      long[] target = second.toLongArray();
      for (int i = 0; i < target.length; i++) {
        target[i] = target[i] == 0 && op.allowzero() == 0 ? x.dim(i) : target[i];
      }
      return x.reshape(target);
    }
    if (operator instanceof Movement.Transpose op) {
      return x.transpose(op.perm().stream().mapToInt(Math::toIntExact).toArray());
    }
    if (operator instanceof Movement.Squeeze) {
      return squeeze(x, second);
    }
    if (operator instanceof Movement.Unsqueeze && second != null) {
      return unsqueeze(x, second.toLongArray());
    }
    if (operator instanceof Movement.Flatten op) {
      int at = (int) (op.axis() < 0 ? op.axis() + x.rank() : op.axis());
      long rows = 1;
      for (int i = 0; i < at; i++) {
        rows *= x.dim(i);
      }
      return x.reshape(rows, rows == 0 ? 0 : x.size() / rows);
    }
    if (operator instanceof Movement.Concat op) {
      return concat(op, operands);
    }
    if (operator instanceof Movement.Slice) {
      return slice(x, operands);
    }
    if (operator instanceof Movement.Pad op && second != null) {
      return pad(op, x, second.toLongArray(), optional(operands, 2), optional(operands, 3));
    }
    if (operator instanceof Movement.Tile && second != null) {
      Tensor result = x;
      for (int axis = 0; axis < x.rank(); axis++) {
        int times = Math.toIntExact(second.getLong(axis));
        int length = (int) x.dim(axis);
        int[] positions = new int[length * times];
        Arrays.setAll(positions, i -> i % length);
        result = times == 1 ? result : RunCopier.along(result, axis, positions);
      }
      return result;
    }
    if (operator instanceof Movement.Expand && second != null && x.dtype() != DType.STRING) {
      return expand(x, second.toLongArray());
    }
    if (operator instanceof Movement.Trilu op && x.dtype() != DType.STRING) {
      return trilu(op, x, second == null ? 0 : second.getLong(0));
    }
    return null;
  }

  private static Tensor squeeze(Tensor x, @Nullable Tensor axes) {
    boolean[] gone = new boolean[x.rank()];
    if (axes == null) {
      for (int i = 0; i < gone.length; i++) {
        gone[i] = x.dim(i) == 1;
      }
    } else {
      for (long axis : axes.toLongArray()) {
        gone[(int) (axis < 0 ? axis + x.rank() : axis)] = true;
      }
    }
    List<Long> shape = new ArrayList<>();
    for (int i = 0; i < gone.length; i++) {
      if (!gone[i]) {
        shape.add(x.dim(i));
      }
    }
    return x.reshape(shape.stream().mapToLong(Long::longValue).toArray());
  }

  private static Tensor unsqueeze(Tensor x, long[] axes) {
    long[] shape = new long[x.rank() + axes.length];
    Arrays.fill(shape, -1);
    for (long axis : axes) {
      shape[(int) (axis < 0 ? axis + shape.length : axis)] = 1;
    }
    int from = 0;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = shape[i] == 1 ? 1 : x.dim(from++);
    }
    return x.reshape(shape);
  }

  private static @Nullable Tensor concat(Movement.Concat op, List<@Nullable Tensor> operands) {
    List<Tensor> parts = new ArrayList<>();
    for (Tensor part : operands) {
      if (part == null || part.dtype() == DType.STRING) {
        return null;
      }
      parts.add(part);
    }
    return RunCopier.concat(parts, (int) op.axis());
  }

  private static @Nullable List<Tensor> split(
      Movement.Split op, Tensor x, @Nullable Tensor lengths) {
    int axis = (int) (op.axis() < 0 ? op.axis() + x.rank() : op.axis());
    List<Long> parts = new ArrayList<>();
    Long count = op.numOutputs();
    if (lengths != null) {
      for (long length : lengths.toLongArray()) {
        parts.add(length);
      }
    } else if (count != null) {
      long each = (x.dim(axis) + count - 1) / count;
      parts.addAll(Collections.nCopies((int) (count - 1), each));
      parts.add(x.dim(axis) - each * (count - 1));
    } else {
      return null;
    }
    List<Tensor> results = new ArrayList<>();
    long start = 0;
    for (long length : parts) {
      results.add(x.slice(axis, start, start + length));
      start += length;
    }
    return results;
  }

  private static @Nullable Tensor slice(Tensor x, List<@Nullable Tensor> operands) {
    Tensor starts = optional(operands, 1);
    Tensor ends = optional(operands, 2);
    Tensor axes = optional(operands, 3);
    Tensor steps = optional(operands, 4);
    if (starts == null || ends == null) {
      return null;
    }
    Tensor result = x;
    for (int i = 0; i < starts.size(); i++) {
      int axis = axes == null ? i : (int) axes.getLong(i);
      axis = axis < 0 ? axis + x.rank() : axis;
      long step = steps == null ? 1 : steps.getLong(i);
      long length = x.dim(axis);
      long low = step > 0 ? 0 : -1;
      long high = step > 0 ? length : length - 1;
      long start = clamp(starts.getLong(i), length, 0, high);
      long end = clamp(ends.getLong(i), length, low, high);
      if (step == 1) {
        result = result.slice(axis, start, Math.max(start, end));
        continue;
      }
      List<Integer> positions = new ArrayList<>();
      for (long at = start; step > 0 ? at < end : at > end; at += step) {
        positions.add((int) at);
      }
      result =
          RunCopier.along(result, axis, positions.stream().mapToInt(Integer::intValue).toArray());
    }
    return result;
  }

  private static long clamp(long value, long length, long low, long high) {
    // A very negative bound stays below all positions, also when the length is added.
    long from = value < 0 ? Math.max(value, -length - 1) + length : value;
    return Math.max(low, Math.min(high, from));
  }

  private static @Nullable Tensor pad(
      Movement.Pad op, Tensor x, long[] pads, @Nullable Tensor value, @Nullable Tensor axes) {
    if (x.dtype() == DType.STRING) {
      return null;
    }
    int count = pads.length / 2;
    Tensor result = x;
    for (int i = 0; i < count; i++) {
      int axis = axes == null ? i : (int) axes.getLong(i);
      axis = axis < 0 ? axis + x.rank() : axis;
      int length = (int) result.dim(axis);
      boolean constant = op.mode().equals("constant");
      double padded = (double) length + pads[i] + pads[count + i];
      boolean once = !op.mode().equals("reflect") || Math.max(pads[i], pads[count + i]) < length;
      if (padded < 0 || padded > Integer.MAX_VALUE || !once || (length == 0 && !constant)) {
        return null;
      }
      int before = (int) pads[i];
      int[] positions = new int[(int) padded];
      for (int k = 0; k < positions.length; k++) {
        int at = k - before;
        boolean inside = at >= 0 && at < length;
        positions[k] =
            switch (op.mode()) {
              case "constant" -> inside ? at : -1;
              case "edge" -> Math.max(0, Math.min(length - 1, at));
              case "wrap" -> Math.floorMod(at, length);
              default -> at < 0 ? -at : at >= length ? 2 * length - 2 - at : at;
            };
      }
      double fill = value == null || !constant ? 0 : value.getDouble(0);
      result = RunCopier.along(result, axis, positions, fill);
    }
    return result;
  }

  static Tensor expand(Tensor x, long[] target) {
    Tensor shape = Tensor.zeros(DType.BOOL, target);
    Broadcast broadcast = new Broadcast(List.of(x, shape));
    Tensor.Writer writer = new Tensor.Writer(x.dtype(), broadcast.size());
    broadcast.forEach((to, from) -> BinaryMath.copy(x, from[0], writer, to));
    return writer.build(new long[] {broadcast.size()}).reshape(broadcast.shape());
  }

  private static Tensor trilu(Movement.Trilu op, Tensor x, long k) {
    int columns = (int) x.dim(-1);
    int rows = (int) x.dim(-2);
    Tensor.Writer writer = new Tensor.Writer(x.dtype(), x.size());
    for (int i = 0; i < x.size(); i++) {
      int column = i % columns;
      int row = i / columns % rows;
      boolean kept = op.upper() == 1 ? column - row >= k : column - row <= k;
      if (kept) {
        BinaryMath.copy(x, i, writer, i);
      }
    }
    return writer.build(new long[] {x.size()}).reshape(x.shape());
  }

  private static @Nullable Tensor optional(List<@Nullable Tensor> operands, int index) {
    return index < operands.size() ? operands.get(index) : null;
  }
}
