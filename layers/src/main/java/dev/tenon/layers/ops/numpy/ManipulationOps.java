package dev.tenon.layers.ops.numpy;

import dev.tenon.internal.layers.TableSize;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.common.Promotion;
import dev.tenon.layers.ops.call.Constants;
import dev.tenon.layers.ops.call.Lengths;
import dev.tenon.layers.ops.call.OpArgs;
import dev.tenon.layers.ops.call.OpRegistrar;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Functions that rearrange elements, and those that make tensors of a shape. */
public final class ManipulationOps {
  private static final String X = "x|input|a|tensor|value";

  private ManipulationOps() {}

  /** Registers the functions of this family. */
  public static void list(OpRegistrar table) {
    table.add("Reshape", "reshape", X + " newshape|shape", ManipulationOps::reshape);
    table.add("Ravel", "", X, args -> List.of(flat(args.ops(), args.value(0))));
    table.add("Transpose", "transpose", X + " axes|perm", ManipulationOps::transpose);
    table.add("Swapaxes", "", X + " axis1 axis2", ManipulationOps::swap);
    table.add("Moveaxis", "", X + " source destination", ManipulationOps::moveAxis);
    table.add("ExpandDims", "expand_dims", X + " axis|dim", ManipulationOps::expandDims);
    table.add("Squeeze", "squeeze", X + " axis|squeeze_dims", ManipulationOps::squeeze);
    table.add("Concatenate", "concat", "xs|values axis|concat_dim", ManipulationOps::concatenate);
    table.add("Stack", "stack", "x|arrays|values axis", ManipulationOps::stack);
    table.add("Unstack", "unstack", X + " num axis", ManipulationOps::unstack);
    table.add(
        "Split", "", X + " indices_or_sections axis", args -> splitAt(args, args.whole(2, 0)));
    table.add("", "split", X + " num_or_size_splits axis", ManipulationOps::splitInto);
    table.add("Tile", "tile", X + " repeats|multiples", ManipulationOps::tile);
    table.add("Repeat", "repeat", X + " repeats axis", ManipulationOps::repeat);
    table.add("BroadcastTo", "broadcast_to", X + " shape", ManipulationOps::broadcast);
    table.add("Flip", "reverse", X + " axis", ManipulationOps::flip);
    table.add("Roll", "roll", X + " shift axis", ManipulationOps::roll);
    table.add(
        "Pad",
        "pad",
        X + " pad_width|paddings mode constant_values",
        args -> List.of(PadOps.pad(args)));
    table.add("ZerosLike EmptyLike", "zeros_like", X + " dtype", args -> List.of(full(args, 0)));
    table.add("OnesLike", "ones_like", X + " dtype", args -> List.of(full(args, 1)));
    table.add("", "shape", X + " out_type", ManipulationOps::shape);
    table.add("Shape", "", X, ManipulationOps::shape);
  }

  /** Returns x as a vector. */
  public static Value flat(Ops ops, Value x) {
    return ops.reshape(x, Shape.of(x.shape().size()));
  }

  private static List<Value> reshape(OpArgs args) {
    Ops ops = args.ops();
    Arg shape = args.required(1);
    Value x = args.value(0);
    if (shape instanceof Arg.Seq seq && !shape.values().isEmpty()) {
      return List.of(reshapeComputed(args, x, seq));
    }
    return List.of(ops.apply(new Movement.Reshape(0), x, args.vector(1)));
  }

  /** A shape of which some lengths are computed: the result's rank and constants are known. */
  private static Value reshapeComputed(OpArgs args, Value x, Arg.Seq shape) {
    List<Dim> dims = new ArrayList<>();
    for (Arg item : shape.items()) {
      dims.add(
          item.values().isEmpty()
              ? Dim.of(Constants.tensor(args, item).getLong(0))
              : Dim.unknown());
    }
    return args.ops().applyAs(Shape.of(dims), new Movement.Reshape(0), x, args.vector(1));
  }

  private static List<Value> transpose(OpArgs args) {
    Value x = args.value(0);
    long[] axes = args.wholes(1);
    int[] perm =
        IntStream.range(0, x.rank())
            .map(i -> axes == null ? x.rank() - 1 - i : x.shape().axis(Math.toIntExact(axes[i])))
            .toArray();
    return List.of(args.ops().transpose(x, perm));
  }

  private static List<Value> swap(OpArgs args) {
    Value x = args.value(0);
    int[] perm = IntStream.range(0, x.rank()).toArray();
    int first = x.shape().axis((int) args.whole(1, 0));
    int second = x.shape().axis((int) args.whole(2, 1));
    perm[first] = second;
    perm[second] = first;
    return List.of(args.ops().transpose(x, perm));
  }

  private static List<Value> moveAxis(OpArgs args) {
    Value x = args.value(0);
    long[] from = args.wholes(1);
    long[] to = args.wholes(2);
    if (from == null || to == null || from.length != to.length) {
      throw args.refuse("needs 'source' and 'destination' of equal length");
    }
    int[] perm = new int[x.rank()];
    Arrays.fill(perm, -1);
    List<Integer> rest = new ArrayList<>(IntStream.range(0, x.rank()).boxed().toList());
    for (int i = 0; i < from.length; i++) {
      Integer source = x.shape().axis((int) from[i]);
      perm[x.shape().axis((int) to[i])] = source;
      rest.remove(source);
    }
    for (int i = 0; i < perm.length; i++) {
      perm[i] = perm[i] < 0 ? rest.remove(0) : perm[i];
    }
    return List.of(args.ops().transpose(x, perm));
  }

  private static List<Value> expandDims(OpArgs args) {
    Value x = args.value(0);
    long[] axes = args.wholes(1);
    if (axes == null) {
      throw args.refuse("needs the argument 'axis'");
    }
    int rank = x.rank() + axes.length;
    long[] front = Arrays.stream(axes).map(axis -> axis < 0 ? axis + rank : axis).toArray();
    return List.of(args.ops().unsqueeze(x, front));
  }

  private static List<Value> squeeze(OpArgs args) {
    Value x = args.value(0);
    long[] axes = args.wholes(1);
    if (axes == null || axes.length == 0) {
      axes =
          IntStream.range(0, x.rank())
              .filter(i -> x.shape().length(i) == 1)
              .asLongStream()
              .toArray();
    }
    long[] front = Arrays.stream(axes).map(axis -> x.shape().axis((int) axis)).toArray();
    return List.of(front.length == 0 ? x : args.ops().squeeze(x, front));
  }

  private static List<Value> concatenate(OpArgs args) {
    List<Value> values = Promotion.together(args.ops(), args.values(0));
    int axis = values.get(0).shape().axis((int) args.whole(1, args.tensorflow() ? 0 : -1));
    return List.of(args.ops().concat(axis, values));
  }

  private static List<Value> stack(OpArgs args) {
    Ops ops = args.ops();
    List<Value> values = Promotion.together(ops, args.values(0));
    int rank = values.get(0).rank() + 1;
    long axis = args.whole(1, 0);
    int at = (int) (axis < 0 ? axis + rank : axis);
    return List.of(ops.concat(at, values.stream().map(v -> ops.unsqueeze(v, at)).toList()));
  }

  private static List<Value> unstack(OpArgs args) {
    Value x = args.value(0);
    int axis = x.shape().axis((int) args.whole(2, 0));
    long count = args.whole(1, x.shape().length(axis));
    if (count < 0) {
      throw args.refuse("needs an axis of known length, not one of " + x.shape());
    }
    long[] ones = new long[Math.toIntExact(count)];
    Arrays.fill(ones, 1);
    return args.ops().split(x, axis, ones).stream()
        .map(part -> args.ops().squeeze(part, axis))
        .toList();
  }

  /** Cuts x along an axis into equal parts, or at positions. */
  static List<Value> splitAt(OpArgs args, long along) {
    Arg where = args.required(1);
    if (where instanceof Arg.Const) {
      return equalParts(args, args.whole(1, 1), along);
    }
    Value x = args.value(0);
    int axis = x.shape().axis(Math.toIntExact(along));
    long[] cuts = args.wholes(1);
    List<Value> parts = new ArrayList<>();
    long from = 0;
    for (long cut : cuts == null ? new long[0] : cuts) {
      parts.add(args.ops().slice(x, axis, from, cut, 1));
      from = cut;
    }
    parts.add(args.ops().slice(x, axis, from, Long.MAX_VALUE, 1));
    return parts;
  }

  private static List<Value> splitInto(OpArgs args) {
    Arg sizes = args.required(1);
    if (sizes instanceof Arg.Const) {
      return equalParts(args, args.whole(1, 1), args.whole(2, 0));
    }
    Value x = args.value(0);
    int axis = x.shape().axis((int) args.whole(2, 0));
    long[] lengths = args.wholes(1);
    if (lengths == null) {
      throw args.refuse("needs the lengths of its parts");
    }
    long known = Arrays.stream(lengths).filter(length -> length >= 0).sum();
    long whole = x.shape().length(axis);
    return args.ops()
        .split(
            x,
            axis,
            Arrays.stream(lengths).map(length -> length < 0 ? whole - known : length).toArray());
  }

  private static List<Value> equalParts(OpArgs args, long count, long axis) {
    Value x = args.value(0);
    int at = x.shape().axis((int) axis);
    long whole = x.shape().length(at);
    if (whole < 0 || whole % count != 0) {
      throw args.refuse("cannot cut axis " + at + " of " + x.shape() + " into " + count);
    }
    long[] lengths = new long[Math.toIntExact(count)];
    Arrays.fill(lengths, whole / count);
    return args.ops().split(x, at, lengths);
  }

  private static List<Value> tile(OpArgs args) {
    Value x = args.value(0);
    long[] repeats = args.wholes(1);
    if (repeats == null) {
      throw args.refuse("needs the argument 'repeats'");
    }
    // NumPy fills the shorter of shape and repeats up with ones in front.
    while (x.rank() < repeats.length) {
      x = args.ops().unsqueeze(x, 0);
    }
    long[] full = new long[x.rank()];
    Arrays.fill(full, 1);
    System.arraycopy(repeats, 0, full, full.length - repeats.length, repeats.length);
    return List.of(args.ops().apply(new Movement.Tile(), x, args.ops().longs(full)));
  }

  private static List<Value> repeat(OpArgs args) {
    Ops ops = args.ops();
    Long given = args.wholeOrNull(2);
    Value x = given == null ? flat(ops, args.value(0)) : args.value(0);
    int axis = x.shape().axis(given == null ? 0 : given.intValue());
    long[] counts = args.wholes(1);
    Dim length = x.shape().dim(axis);
    if (counts == null || (counts.length > 1 && length.orMinusOne() != counts.length)) {
      throw args.refuse("needs one number of repeats, or one for each entry");
    }
    if (counts.length > 1) {
      List<Long> positions = new ArrayList<>();
      for (int i = 0; i < counts.length; i++) {
        TableSize.check("repeated positions", positions.size() + Math.max(counts[i], 0));
        positions.addAll(Collections.nCopies((int) Math.max(counts[i], 0), (long) i));
      }
      Value picked = ops.longs(positions.stream().mapToLong(Long::longValue).toArray());
      return List.of(ops.apply(new Indexing.Gather(axis), x, picked));
    }
    // A new axis behind is repeated and then joined with the one in front of it.
    Value wide = ops.unsqueeze(x, axis + 1L);
    long[] repeats = new long[wide.rank()];
    Arrays.fill(repeats, 1);
    repeats[axis + 1] = counts[0];
    Value tiled = ops.apply(new Movement.Tile(), wide, ops.longs(repeats));
    return List.of(ops.reshape(tiled, x.shape().with(axis, length.times(counts[0]))));
  }

  private static List<Value> broadcast(OpArgs args) {
    return List.of(args.ops().apply(new Movement.Expand(), args.value(0), args.vector(1)));
  }

  private static List<Value> flip(OpArgs args) {
    Value x = args.value(0);
    long[] axes = args.wholes(1);
    if (axes == null) {
      axes = IntStream.range(0, x.rank()).asLongStream().toArray();
    }
    for (long axis : axes) {
      x = args.ops().reversed(x, x.shape().axis((int) axis));
    }
    return List.of(x);
  }

  private static List<Value> roll(OpArgs args) {
    Ops ops = args.ops();
    long[] shifts = args.wholes(1);
    long[] axes = args.wholes(2);
    if (shifts == null || (axes != null && axes.length != shifts.length)) {
      throw args.refuse("needs a shift for each axis");
    }
    Value given = args.value(0);
    Value x = axes == null ? flat(ops, given) : given;
    for (int i = 0; i < shifts.length; i++) {
      int axis = x.shape().axis(axes == null ? 0 : (int) axes[i]);
      long length = x.shape().length(axis);
      if (length < 0) {
        x = ops.gather(x, rolled(ops, x, axis, shifts[i]), axis);
        continue;
      }
      long shift = length > 0 ? Math.floorMod(shifts[i], length) : 0;
      if (shift != 0) {
        Value last = ops.slice(x, axis, -shift, Long.MAX_VALUE, 1);
        x = ops.concat(axis, List.of(last, ops.slice(x, axis, 0, -shift, 1)));
      }
    }
    return List.of(axes == null ? ops.reshape(x, given.shape()) : x);
  }

  /** Along an axis of unknown length, which may be shorter than the shift. */
  private static Value rolled(Ops ops, Value x, int axis, long shift) {
    Value places = ops.sub(Lengths.positions(ops, x, axis), Lengths.number(ops, shift));
    return ops.apply(new Binary.Mod(0), places, Lengths.of(ops, x, axis));
  }

  private static Value full(OpArgs args, double number) {
    Value x = args.value(0);
    DType wanted = args.dtype(1);
    return full(args.ops(), x, wanted == null ? x.dtype() : wanted, number);
  }

  /** Returns one number in the shape of x. */
  static Value full(Ops ops, Value x, DType type, double number) {
    if (x.shape().isKnown()) {
      return ops.constant(Tensor.full(type, number, x.shape().toLongs()));
    }
    Tensor value = Tensor.full(type == DType.BOOL ? DType.INT32 : type, number, 1);
    Value filled = ops.apply(new Generation.ConstantOfShape(value), ops.shape(x));
    // The shape is computed at the run; that it is x's own is known now.
    Value shaped = ops.applyAs(x.shape(), new Unary.Identity(), filled);
    return ops.cast(shaped, type);
  }

  private static List<Value> shape(OpArgs args) {
    DType type = args.tensorflow() ? args.dtype(1) : null;
    return List.of(
        args.ops().cast(args.ops().shape(args.value(0)), type == null ? DType.INT32 : type));
  }

  /** Returns the tensor with its last two axes exchanged. */
  public static Value turned(Ops ops, Value a) {
    return ops.swapAxes(a, a.rank() - 2, a.rank() - 1);
  }
}
