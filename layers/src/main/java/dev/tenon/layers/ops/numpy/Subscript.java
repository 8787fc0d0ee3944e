package dev.tenon.layers.ops.numpy;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.ops.call.Constants;
import dev.tenon.layers.ops.call.OpArgs;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.List;

/** Python's {@code x[…]} with integers, slices, {@code ...}, {@code None} and integer tensors. */
final class Subscript {
  private final OpArgs args;
  private final Ops ops;
  private final List<Value> starts = new ArrayList<>();
  private final List<Value> ends = new ArrayList<>();
  private final List<Long> axes = new ArrayList<>();
  private final List<Long> steps = new ArrayList<>();
  private final List<Long> dropped = new ArrayList<>();
  private final List<Long> inserted = new ArrayList<>();

  private Subscript(OpArgs args) {
    this.args = args;
    this.ops = args.ops();
  }

  static Value apply(OpArgs args, Value x, Arg key) {
    return new Subscript(args).apply(x, key);
  }

  private Value apply(Value given, Arg key) {
    List<Arg> items = key instanceof Arg.Seq seq ? seq.items() : List.of(key);
    long used = items.stream().filter(item -> !isNew(item) && !isRest(item)).count();
    Value x = given;
    int axis = 0;
    long out = 0;
    for (Arg item : items) {
      if (isRest(item)) {
        int skipped = (int) (given.rank() - used);
        axis += skipped;
        out += skipped;
      } else if (isNew(item)) {
        inserted.add(out++);
      } else if (item instanceof Arg.Slice slice) {
        slice(slice, axis++);
        out++;
      } else if (item instanceof Arg.Ref ref) {
        x = gathered(x, ref.value(), axis);
        out += ref.value().rank();
        axis++;
      } else {
        index(Constants.tensor(args, item).getLong(0), axis++);
      }
    }
    return shaped(sliced(x));
  }

  private static boolean isRest(Arg item) {
    return item instanceof Arg.Ellipsis
        || (item instanceof Arg.Const constant && "...".equals(constant.value()));
  }

  private static boolean isNew(Arg item) {
    return item instanceof Arg.Const constant && constant.value() == null;
  }

  private Value gathered(Value x, Value positions, int axis) {
    if (!positions.dtype().isInteger() || positions.rank() > 1) {
      throw args.refuse("is supported for integers, slices and tensors of integers of one axis");
    }
    if (positions.rank() == 1) {
      return ops.gather(x, positions, axis);
    }
    dropped.add((long) axis);
    return ops.apply(new Indexing.Gather(axis), x, ops.unsqueeze(positions, 0));
  }

  private void index(long position, int axis) {
    add(ops.longs(position), ops.longs(position == -1 ? Long.MAX_VALUE : position + 1), axis, 1);
    dropped.add((long) axis);
  }

  private void slice(Arg.Slice slice, int axis) {
    long step = isNew(slice.step()) ? 1 : Constants.tensor(args, slice.step()).getLong(0);
    if (isNew(slice.start()) && isNew(slice.stop()) && step == 1) {
      return;
    }
    long first = step > 0 ? 0 : Long.MAX_VALUE;
    long last = step > 0 ? Long.MAX_VALUE : Long.MIN_VALUE + 1;
    add(
        isNew(slice.start()) ? ops.longs(first) : args.entry(slice.start()),
        isNew(slice.stop()) ? ops.longs(last) : args.entry(slice.stop()),
        axis,
        step);
  }

  private void add(Value start, Value end, int axis, long step) {
    starts.add(start);
    ends.add(end);
    axes.add((long) axis);
    steps.add(step);
  }

  private Value sliced(Value x) {
    if (axes.isEmpty()) {
      return x;
    }
    return ops.apply(
        new Movement.Slice(), x, joined(starts), joined(ends), longs(axes), longs(steps));
  }

  private Value joined(List<Value> numbers) {
    long[] known = new long[numbers.size()];
    for (int i = 0; i < known.length; i++) {
      var constant = numbers.get(i).constant();
      if (constant == null) {
        return ops.concat(0, numbers.stream().map(n -> ops.cast(n, DType.INT64)).toList());
      }
      if (constant.size() != 1) {
        throw new IllegalArgumentException(
            "the end of a slice is one number, not a tensor of the shape "
                + constant.shapeString());
      }
      known[i] = constant.getLong(0);
    }
    return ops.longs(known);
  }

  private Value longs(List<Long> numbers) {
    return ops.longs(numbers.stream().mapToLong(Long::longValue).toArray());
  }

  private Value shaped(Value x) {
    Value result = x;
    if (!dropped.isEmpty()) {
      Shape shape = x.shape();
      for (int i = dropped.size() - 1; i >= 0; i--) {
        shape = shape.without(dropped.get(i).intValue());
      }
      result = ops.applyAs(shape, new Movement.Squeeze(), x, longs(dropped));
    }
    return inserted.isEmpty()
        ? result
        : ops.unsqueeze(result, inserted.stream().mapToLong(Long::longValue).toArray());
  }
}
