package dev.tenon.layers.ops.numpy;

import dev.tenon.internal.layers.TableSize;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.ops.call.Lengths;
import dev.tenon.layers.ops.call.OpArgs;
import dev.tenon.layers.ops.call.OpRegistrar;
import dev.tenon.layers.ops.elementwise.TypeLimits;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions that write elements to positions: scatter, and reductions of segments. */
public final class ScatterOps {
  private ScatterOps() {}

  /** Registers the functions of this family. */
  public static void list(OpRegistrar table) {
    table.add("Scatter", "", "indices values shape", args -> List.of(scatter(args)));
    table.add(
        "ScatterUpdate", "", "inputs indices updates reduction", args -> List.of(update(args)));
    table.add(
        "SliceUpdate", "", "inputs start_indices updates", args -> List.of(sliceUpdate(args)));
    segments(table, "SegmentSum", Kind.SUM);
    segments(table, "SegmentProd", Kind.PRODUCT);
    segments(table, "SegmentMax", Kind.MAX);
    segments(table, "SegmentMin", Kind.MIN);
  }

  private static void segments(OpRegistrar table, String name, Kind kind) {
    table.add(
        name, "", "data segment_ids num_segments sorted", args -> List.of(segments(args, kind)));
  }

  /** How the rows of a segment become one. */
  private enum Kind {
    SUM("add"),
    PRODUCT("mul"),
    MAX("max"),
    MIN("min");

    private final String reduction;

    Kind(String reduction) {
      this.reduction = reduction;
    }

    /** Returns the value of a segment without rows. */
    Tensor start(DType type) {
      return switch (this) {
        case SUM -> Tensor.full(type, 0, 1);
        case PRODUCT -> Tensor.full(type, 1, 1);
        case MAX -> TypeLimits.lowest(type);
        case MIN -> TypeLimits.highest(type);
      };
    }
  }

  private static Value scatter(OpArgs args) {
    Ops ops = args.ops();
    long[] shape = args.wholes(2);
    if (shape == null) {
      throw args.refuse("needs the argument 'shape'");
    }
    TableSize.check("zeros to scatter into", shape);
    Value values = args.value(1);
    Value zeros = ops.constant(Tensor.zeros(values.dtype(), shape));
    // What goes to one place several times is added up.
    return ops.apply(new Indexing.ScatterND("add"), zeros, positions(args, 0), values);
  }

  private static Value positions(OpArgs args, int index) {
    return args.ops().cast(args.value(index), DType.INT64);
  }

  private static Value update(OpArgs args) {
    Ops ops = args.ops();
    Value x = args.value(0);
    Value updates = ops.cast(args.value(2), x.dtype());
    String reduction = args.text(3, "none");
    switch (reduction) {
      case "none", "add", "max", "min", "mul" -> {
        return ops.apply(new Indexing.ScatterND(reduction), x, positions(args, 1), updates);
      }
      default -> throw args.refuse("has the reduction '" + reduction + "', which Keras has not");
    }
  }

  /** Puts a block where it fits: a start too far back is moved forward, as XLA does. */
  private static Value sliceUpdate(OpArgs args) {
    Ops ops = args.ops();
    Value x = args.value(0);
    Value block = ops.cast(args.value(2), x.dtype());
    Value starts = args.vector(1);
    Value inside = null;
    for (int axis = 0; axis < x.rank(); axis++) {
      if (x.shape().dim(axis).equals(block.shape().dim(axis))) {
        // The block fills the axis, wherever it is said to start.
        continue;
      }
      long whole = x.shape().length(axis);
      long length = block.shape().length(axis);
      if (whole < 0 || length < 1 || length > whole) {
        throw args.refuse("cannot put " + block.shape() + " into " + x.shape());
      }
      Value start = ops.slice(starts, 0, axis, axis + 1L, 1);
      start = ops.min(ops.max(start, 0), (double) (whole - length));
      TableSize.check("the positions along an axis", whole);
      Value place = ops.sub(Lengths.positions(ops, whole), start);
      Value last = ops.scalar(place, (double) (length - 1));
      Value zero = ops.scalar(place, 0);
      Value hit = ops.and(ops.greaterOrEqual(place, zero), ops.lessOrEqual(place, last));
      block = ops.gather(block, ops.max(ops.min(place, last), zero), axis);
      long[] shape = new long[x.rank()];
      Arrays.fill(shape, 1);
      shape[axis] = whole;
      Value spread = ops.reshape(hit, Shape.of(shape));
      inside = inside == null ? spread : ops.and(inside, spread);
    }
    return inside == null ? block : ops.where(inside, block, x);
  }

  private static Value segments(OpArgs args, Kind kind) {
    Ops ops = args.ops();
    Value data = args.value(0);
    Value ids = positions(args, 1);
    if (ids.rank() != 1 || data.rank() < 1) {
      throw args.refuse("takes a vector of segments, not " + ids.shape());
    }
    Long given = args.wholeOrNull(2);
    Value count = given == null ? counted(ops, ids) : ops.longs(given);
    // Rows of no segment go to one more, which is cut off.
    Value none = ops.less(ids, ops.scalar(ids, 0));
    Value index = ops.unsqueeze(ops.where(none, count, ids), 1);
    Value sums = reduced(ops, data, index, count, given, kind.start(data.dtype()), kind.reduction);
    boolean extreme = kind == Kind.MAX || kind == Kind.MIN;
    if (!args.flag(3, false) || !extreme) {
      return sums;
    }
    // Of sorted segments, those without rows are zero.
    Tensor zero = Tensor.full(data.dtype(), 0, 1);
    Value ones = ops.add(ops.mul(data, 0), 1);
    Value rows = reduced(ops, ones, index, count, given, zero, "add");
    return ops.where(ops.equal(rows, ops.scalar(rows, 0)), ops.scalar(sums, 0), sums);
  }

  private static Value counted(Ops ops, Value ids) {
    Value most = ops.apply(new Reduction.ReduceMax(1, 0), ids, ops.longs(0));
    return ops.add(most, 1);
  }

  private static Value reduced(
      Ops ops,
      Value data,
      Value index,
      Value count,
      @Nullable Long known,
      Tensor start,
      String reduction) {
    Shape row = data.shape().sub(1, data.rank());
    Value rows = ops.add(count, 1);
    Value shape = row.rank() == 0 ? rows : ops.concat(0, List.of(rows, ops.shapeOf(data, row)));
    Dim all = known == null ? Dim.unknown() : Dim.of(known + 1);
    Value empty =
        ops.applyAs(
            data.type().with(Shape.of(all).concat(row)),
            new Generation.ConstantOfShape(start),
            shape);
    Value full = ops.apply(new Indexing.ScatterND(reduction), empty, index, data);
    return ops.slice(full, 0, 0, -1, 1);
  }
}
