package dev.tenon.lifting.functions;

import dev.tenon.ir.op.Movement;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Arg;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Functions that move, cut, join and repeat entries. */
public final class MovementFunctions {
  private MovementFunctions() {}

  public static void list(FunctionTable table) {
    table.one(Movement.Reshape.class, MovementFunctions::reshape);
    table.one(Movement.Flatten.class, MovementFunctions::reshape);
    table.one(
        Movement.Transpose.class,
        node ->
            node.writer()
                .transpose(
                    node.in(0),
                    node.operator(Movement.Transpose.class).perm().stream()
                        .mapToInt(Long::intValue)
                        .toArray()));
    table.one(Movement.Squeeze.class, MovementFunctions::squeeze);
    table.one(Movement.Unsqueeze.class, MovementFunctions::unsqueeze);
    table.one(Movement.Concat.class, MovementFunctions::concat);
    table.put(Movement.Split.class, MovementFunctions::split);
    table.one(Movement.Slice.class, MovementFunctions::slice);
    table.one(Movement.Tile.class, node -> tile(node, node.in(0), node.wholes(1, "repeats")));
    table.one(Movement.Expand.class, MovementFunctions::expand);
    table.one(Movement.ReverseSequence.class, MovementFunctions::reverse);
    table.one(Movement.Trilu.class, MovementFunctions::triangle);
  }

  /** Gives x another shape; an open batch must stay the first axis. */
  private static Operand reshape(FunctionNode node) {
    Operand x = node.in(0);
    Shape shape = node.shape();
    Shape before = node.node().input(0).shape();
    long[] target = new long[shape.rank()];
    for (int i = 0; i < target.length; i++) {
      target[i] = shape.length(i);
    }
    boolean keeps =
        x.batch() == 0
            && target.length > 0
            && before.ranked()
            && before.dim(0).equals(shape.dim(0));
    if (x.batch() >= 0 && !node.writer().isFixed()) {
      if (!keeps) {
        throw new NoFunctionException("mixes samples: the batch does not stay the first axis");
      }
      complete(x, target);
      target[0] = -1;
    }
    if (Arrays.stream(target).filter(n -> n < 0).count() > 1) {
      throw new NoFunctionException("reshapes to lengths that are not known: " + shape);
    }
    return node.writer().reshape(x, keeps ? 0 : -1, target);
  }

  /** Finds the one length behind the batch that the others leave, where they are known. */
  private static void complete(Operand x, long[] target) {
    long total = 1;
    for (int i = 1; i < x.rank(); i++) {
      total = x.length(i) < 0 || total < 0 ? -1 : total * x.length(i);
    }
    int open = -1;
    long known = 1;
    for (int i = 1; i < target.length; i++) {
      if (target[i] < 0 && open >= 0) {
        return;
      }
      open = target[i] < 0 ? i : open;
      known *= target[i] < 0 ? 1 : target[i];
    }
    if (open >= 0 && total > 0 && known > 0) {
      target[open] = total / known;
    }
  }

  private static Operand squeeze(FunctionNode node) {
    Operand x = node.in(0);
    TreeSet<Integer> gone = new TreeSet<>();
    if (node.has(1)) {
      for (long axis : node.wholes(1, "axes")) {
        gone.add(x.axis(axis));
      }
    } else {
      Shape before = node.node().input(0).shape();
      for (int i = 0; i < x.rank(); i++) {
        if (!before.ranked() || !before.dim(i).isKnown()) {
          throw new NoFunctionException("drops axes of length 1 without saying which");
        }
        if (before.length(i) == 1) {
          gone.add(i);
        }
      }
    }
    List<Long> axes = new ArrayList<>();
    int batch = x.batch();
    for (int axis : gone) {
      node.writer().along(x, axis);
      axes.add((long) axis);
      batch = axis < x.batch() ? batch - 1 : batch;
    }
    if (axes.isEmpty()) {
      return x;
    }
    int at = gone.contains(x.batch()) ? -1 : batch;
    return node.writer().call("Squeeze", Map.of("axis", axes), at, x);
  }

  private static Operand unsqueeze(FunctionNode node) {
    Operand x = node.in(0);
    long[] axes = node.wholes(1, "axes");
    TreeSet<Integer> added = new TreeSet<>();
    for (long axis : axes) {
      added.add(Math.toIntExact(axis < 0 ? axis + x.rank() + axes.length : axis));
    }
    Operand result = x;
    for (int axis : added) {
      result = node.writer().expandDims(result, axis);
    }
    return result;
  }

  private static Operand concat(FunctionNode node) {
    List<Operand> parts = new ArrayList<>();
    for (int i = 0; i < node.operands().size(); i++) {
      parts.add(node.in(i));
    }
    int axis = parts.get(0).axis(node.operator(Movement.Concat.class).axis());
    return parts.size() == 1 ? parts.get(0) : node.writer().concatenate(parts, axis);
  }

  private static List<Operand> split(FunctionNode node) {
    Operand x = node.in(0);
    int axis = x.axis(node.operator(Movement.Split.class).axis());
    List<Operand> parts = new ArrayList<>();
    long from = 0;
    for (int i = 0; i < node.node().outputs().size(); i++) {
      Shape shape = node.node().outputs().get(i).shape();
      long length = shape.ranked() ? shape.length(axis) : -1;
      if (length < 0) {
        throw new NoFunctionException("splits into parts of open lengths");
      }
      parts.add(node.writer().cut(x, axis, from, from + length, null));
      from += length;
    }
    return parts;
  }

  private static Operand slice(FunctionNode node) {
    Operand x = node.in(0);
    long[] starts = node.wholes(1, "starts");
    long[] ends = node.wholes(2, "ends");
    long[] axes = node.has(3) ? node.wholes(3, "axes") : null;
    long[] steps = node.has(4) ? node.wholes(4, "steps") : null;
    List<Arg> key =
        new ArrayList<>(Collections.nCopies(x.rank(), FunctionWriter.slice(null, null, null)));
    for (int i = 0; i < starts.length; i++) {
      int axis = x.axis(axes == null ? i : axes[i]);
      long step = steps == null ? 1 : steps[i];
      Arg range = range(x.length(axis), starts[i], ends[i], step);
      if (!range.equals(FunctionWriter.slice(0L, null, 1L))) {
        node.writer().along(x, axis);
      }
      key.set(axis, range);
    }
    return node.writer().call("GetItem", Map.of(), x.batch(), x, new Arg.Seq(key));
  }

  /** Returns a range with ends that do not leave the axis, where its length is known. */
  private static Arg range(long length, long start, long end, long step) {
    if (length < 0) {
      boolean toEnd = step > 0 ? end >= Integer.MAX_VALUE : end <= -Integer.MAX_VALUE;
      boolean fromEnd = step < 0 && start >= Integer.MAX_VALUE;
      return FunctionWriter.slice(
          fromEnd ? null : Long.valueOf(start), toEnd ? null : Long.valueOf(end), step);
    }
    long first = start < 0 ? start + length : start;
    long last = end < 0 ? end + length : end;
    if (step > 0) {
      first = Math.max(0, Math.min(first, length));
      last = Math.max(first, Math.min(last, length));
      return FunctionWriter.slice(first, last == length ? null : Long.valueOf(last), step);
    }
    first = Math.max(-1, Math.min(first, length - 1));
    last = Math.max(-1, Math.min(last, length - 1));
    if (first < 0 || first <= last) {
      return FunctionWriter.slice(0L, 0L, 1L);
    }
    return FunctionWriter.slice(first, last < 0 ? null : Long.valueOf(last), step);
  }

  static Operand tile(FunctionNode node, Operand x, long[] repeats) {
    List<Long> times = new ArrayList<>();
    boolean none = true;
    for (int i = 0; i < repeats.length; i++) {
      if (repeats[i] != 1) {
        node.writer().along(x, i);
        none = false;
      }
      times.add(repeats[i]);
    }
    return none ? x : node.writer().same("Tile", Map.of("repeats", times), x);
  }

  /** Repeats entries of axes of length 1, until x has the lengths of the result. */
  private static Operand expand(FunctionNode node) {
    Operand x = node.in(0);
    List<Dim> wanted = wanted(node);
    if (x.constant() != null) {
      return FillFunctions.stretched(node, x.constant(), wanted);
    }
    for (int i = x.rank(); i < wanted.size(); i++) {
      x = node.writer().expandDims(x, 0);
    }
    long[] repeats = new long[x.rank()];
    Arrays.fill(repeats, 1);
    for (int i = 0; i < wanted.size(); i++) {
      int axis = x.rank() - wanted.size() + i;
      Dim length = wanted.get(i);
      boolean samples = x.batch() == axis && !node.writer().isFixed();
      if (samples) {
        boolean kept = length.equals(x.shape().dim(axis)) || length.orMinusOne() == 1;
        if (!kept && !length.equals(before(node, axis))) {
          throw new NoFunctionException("mixes samples: it repeats them");
        }
      } else if (x.length(axis) == 1) {
        if (!length.isKnown()) {
          throw new NoFunctionException("repeats its operand as often as an open length says");
        }
        repeats[axis] = length.orMinusOne();
      }
    }
    return tile(node, x, repeats);
  }

  /** Returns the lengths that Expand is given, as far as they follow from shapes. */
  private static List<Dim> wanted(FunctionNode node) {
    Operand given = node.operands().get(1);
    List<Dim> lengths = given == null ? null : given.lengths();
    if (lengths != null) {
      return lengths;
    }
    if (given != null && given.constant() != null) {
      return Arrays.stream(given.constant().toLongArray()).mapToObj(Dim::of).toList();
    }
    return node.shape().dims();
  }

  /** Returns the length of an axis of the operand as the file has it. */
  private static Dim before(FunctionNode node, int axis) {
    Shape before = node.node().input(0).shape();
    Shape after = node.shape();
    int at = axis - (after.rank() - (before.ranked() ? before.rank() : 0));
    return before.ranked() && at >= 0 ? before.dim(at) : Dim.unknown();
  }

  /** Turns sequences round, each by its own length. */
  private static Operand reverse(FunctionNode node, Movement.ReverseSequence operator) {
    FunctionWriter writer = node.writer();
    Operand x = node.in(0);
    int time = x.axis(operator.timeAxis());
    int samples = x.axis(operator.batchAxis());
    writer.along(x, time);
    long length = x.length(time);
    if (length < 0) {
      throw new NoFunctionException("turns sequences of open length round, each by its own");
    }
    long[] all = new long[(int) length];
    Arrays.setAll(all, i -> i);
    long[] along = new long[x.rank()];
    Arrays.fill(along, 1);
    along[time] = length;
    Operand steps = FunctionWriter.longs(all, along);
    Operand lengths = writer.cast(node.in(1), DType.INT64);
    for (int axis = 0; axis < x.rank(); axis++) {
      if (axis != samples) {
        lengths = writer.expandDims(lengths, axis);
      }
    }
    Operand last = writer.elementwise("Subtract", lengths, FunctionWriter.longs(new long[] {1}));
    Operand turned = writer.elementwise("Subtract", last, steps);
    Operand inside = writer.elementwise("Less", steps, lengths);
    Operand positions = writer.where(inside, turned, steps);
    long[] repeats = new long[x.rank()];
    for (int axis = 0; axis < x.rank(); axis++) {
      boolean has = axis == samples || axis == time;
      repeats[axis] = has ? 1 : x.length(axis);
      if (repeats[axis] < 0) {
        throw new NoFunctionException("turns sequences of entries of open length round");
      }
    }
    Operand wide = tile(node, positions, repeats);
    return writer.call("TakeAlongAxis", Map.of("axis", (long) time), x.batch(), x, wide);
  }

  private static Operand triangle(FunctionNode node) {
    Operand x = node.in(0);
    node.writer().along(x, x.rank() - 1);
    node.writer().along(x, x.rank() - 2);
    long diagonal = node.has(1) ? node.wholes(1, "diagonal")[0] : 0;
    boolean upper = node.operator(Movement.Trilu.class).upper() == 1;
    long most = Integer.MAX_VALUE;
    long k = Math.max(-most, Math.min(most, diagonal));
    if (x.dtype() == DType.BOOL) {
      Operand numbers = node.writer().cast(x, DType.INT32);
      Map<String, @Nullable Object> config = Map.of("k", k);
      return node.writer()
          .cast(node.writer().same(upper ? "Triu" : "Tril", config, numbers), DType.BOOL);
    }
    return node.writer().same(upper ? "Triu" : "Tril", Map.of("k", k), x);
  }

  /** Returns the numbers from 0 up to a length, as one axis of several. */
  static Operand positions(long length, int axis, int rank) {
    long[] all = new long[Math.toIntExact(length)];
    long[] shape = new long[rank];
    Arrays.setAll(all, i -> i);
    Arrays.fill(shape, 1);
    shape[axis] = length;
    return Operand.of(Tensor.of(all, shape));
  }
}
