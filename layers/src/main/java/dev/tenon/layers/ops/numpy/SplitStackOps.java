package dev.tenon.layers.ops.numpy;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.common.Promotion;
import dev.tenon.layers.ops.call.Lengths;
import dev.tenon.layers.ops.call.OpArgs;
import dev.tenon.layers.ops.call.OpRegistrar;
import dev.tenon.layers.ops.call.Operands;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Functions that split, join and rotate tensors. */
public final class SplitStackOps {
  private static final String SPLIT = "x indices_or_sections";

  private SplitStackOps() {}

  /** Registers the functions of this family. */
  public static void list(OpRegistrar table) {
    table.add("Append", "", "x1 x2 axis", args -> List.of(append(args)));
    table.add("Dstack", "", "xs", args -> List.of(deep(args)));
    table.add("Vsplit", "", SPLIT, args -> ManipulationOps.splitAt(args, 0));
    table.add("Dsplit", "", SPLIT, args -> ManipulationOps.splitAt(args, 2));
    table.add(
        "Hsplit",
        "",
        SPLIT,
        args -> ManipulationOps.splitAt(args, args.value(0).rank() == 1 ? 0 : 1));
    table.add("ArraySplit", "", SPLIT + " axis", SplitStackOps::unequal);
    table.add("Rot90", "", "array k axes", args -> List.of(turned(args)));
  }

  private static Value append(OpArgs args) {
    Ops ops = args.ops();
    List<Value> pair = Operands.tensors(args, 0, 1);
    Long axis = args.wholeOrNull(2);
    if (axis == null) {
      return ops.concat(0, pair.stream().map(x -> ManipulationOps.flat(ops, x)).toList());
    }
    return ops.concat(pair.get(0).shape().axis(Math.toIntExact(axis)), pair);
  }

  private static Value deep(OpArgs args) {
    Ops ops = args.ops();
    List<Value> parts = new ArrayList<>();
    for (Value x : Promotion.together(ops, args.values(0))) {
      Value part = x.rank() == 0 ? ops.unsqueeze(x, 0) : x;
      part = part.rank() == 1 ? ops.unsqueeze(part, 0) : part;
      parts.add(part.rank() == 2 ? ops.unsqueeze(part, 2) : part);
    }
    return ops.concat(2, parts);
  }

  /** The first parts are longer by one where the axis cannot be cut evenly. */
  private static List<Value> unequal(OpArgs args) {
    Value x = args.value(0);
    int axis = x.shape().axis(Math.toIntExact(args.whole(2, 0)));
    int count = Math.toIntExact(args.whole(1, 1));
    long length = x.shape().length(axis);
    if (length < 0 || count < 1) {
      throw args.refuse("cannot cut axis " + axis + " of " + x.shape() + " into " + count);
    }
    long[] lengths = new long[count];
    Arrays.fill(lengths, length / count);
    for (int i = 0; i < length % count; i++) {
      lengths[i]++;
    }
    return args.ops().split(x, axis, lengths);
  }

  private static Value turned(OpArgs args) {
    Ops ops = args.ops();
    Value x = args.value(0);
    long[] axes = args.has(2) ? args.wholes(2) : new long[] {0, 1};
    if (axes == null || axes.length != 2) {
      throw args.refuse("needs two axes");
    }
    int turns = (int) Math.floorMod(args.whole(1, 1), 4L);
    if (turns == 0) {
      return x;
    }
    int first = x.shape().axis(Math.toIntExact(axes[0]));
    int second = x.shape().axis(Math.toIntExact(axes[1]));
    Value moved = Lengths.last(args, x, first, second);
    Shape shape = moved.shape();
    Value y = quarter(ops, moved);
    if (turns == 2) {
      // TensorFlow's Keras takes what it turned once for an image of the old height and width,
      // and also what it turned twice: only of a square the result is that of the name.
      y = ops.reshape(quarter(ops, ops.reshape(y, shape)), shape);
    } else if (turns == 3) {
      y = quarter(ops, quarter(ops, y));
    }
    return back(ops, y, first, second);
  }

  private static Value quarter(Ops ops, Value x) {
    return ManipulationOps.turned(ops, ops.reversed(x, x.rank() - 1));
  }

  /** Moves the last two axes to where they were. */
  private static Value back(Ops ops, Value x, int first, int second) {
    int[] perm = new int[x.rank()];
    int next = 0;
    for (int i = 0; i < perm.length; i++) {
      perm[i] = i == first ? perm.length - 2 : i == second ? perm.length - 1 : next++;
    }
    return ops.transpose(x, perm);
  }
}
