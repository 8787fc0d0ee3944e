package dev.tenon.inspect.field;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.Tensor;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Says what a place sees behind operators that move elements about. */
final class FieldMoves {
  private FieldMoves() {}

  /** Returns the whole numbers of a constant operand; null where it is left out or computed. */
  static long @Nullable [] numbers(OperatorNode node, int input) {
    Tensor constant = node.constant(input);
    return constant == null ? null : constant.toLongArray();
  }

  private static int axis(long axis, int rank) {
    return (int) Math.floorMod(axis, (long) rank);
  }

  /**
   * Returns the field of a value that is repeated to a shape, its last axes staying the last: a
   * single place that is repeated is the same everywhere.
   */
  static Field broadcast(Field field, Shape from, Shape to) {
    int shift = to.rank() - from.rank();
    return field.move(
        dim -> from.length(dim) == 1 && to.length(dim + shift) != 1 ? -1 : dim + shift);
  }

  /** Returns the field of values that are joined along an axis. */
  static @Nullable Field concat(OperatorNode node, Map<Value, Field> fields, int given) {
    int at = axis(given, node.output().rank());
    long readers = node.reads().stream().filter(value -> fields.get(value) != null).count();
    Field joined = null;
    long before = 0;
    for (Value value : node.reads()) {
      Field field = fields.get(value);
      long length = value.shape().length(at);
      long start = before;
      before = before < 0 || length < 0 ? -1 : before + length;
      if (field != null) {
        Field moved =
            field.change(
                at,
                sight ->
                    readers > 1 || start < 0 ? sight.unordered(-1) : sight.slide(1, 1, 1, start));
        joined = Field.join(joined, moved);
      }
    }
    return joined;
  }

  /** Returns the field of what is taken at positions, or of a table's rows by their numbers. */
  static @Nullable Field gather(OperatorNode node, Map<Value, Field> fields, int given) {
    Value data = node.input(0);
    Value positions = node.input(1);
    Field field = fields.get(data);
    Field chosen = fields.get(positions);
    int at = axis(given, data.rank());
    if (field == null || chosen != null) {
      return field != null || chosen == null ? null : chosen.move(dim -> dim + at);
    }
    long[] places = numbers(node, 1);
    long length = data.shape().length(at);
    boolean one = places != null && places.length == 1 && (places[0] >= 0 || length > 0);
    Field taken =
        one && places != null
            ? field.change(at, sight -> sight.only(places[0] < 0 ? places[0] + length : places[0]))
            : field.mix(dim -> dim == at);
    int added = positions.rank() - 1;
    return taken.move(dim -> dim == at ? -1 : dim < at ? dim : dim + added);
  }

  /** Returns the field of an output of a movement; null where it is not followed. */
  static @Nullable Field after(OperatorNode node, Field field, int output) {
    Operator operator = node.operator();
    Shape in = node.input(0).shape();
    Shape out = node.outputs().get(output).shape();
    if (operator instanceof Movement.Transpose turn) {
      return field.move(dim -> turn.perm().indexOf((long) dim));
    }
    if (operator instanceof Movement.Reshape || operator instanceof Movement.Flatten) {
      return FieldReshape.after(field, in, out);
    }
    if (operator instanceof Movement.Squeeze || operator instanceof Movement.Unsqueeze) {
      return FieldReshape.after(field, in, out);
    }
    if (operator instanceof Movement.Slice) {
      return slice(node, field, in);
    }
    if (operator instanceof Movement.Split split) {
      return split(node, field, axis(split.axis(), in.rank()), output);
    }
    if (operator instanceof Movement.Pad) {
      return pad(node, field, in.rank());
    }
    if (operator instanceof Movement.Expand) {
      return broadcast(field, in, out);
    }
    if (operator instanceof Movement.Tile) {
      long[] times = numbers(node, 1);
      return times == null ? null : field.mix(dim -> times[dim] != 1);
    }
    if (operator instanceof Movement.ReverseSequence reverse) {
      return field.mix(dim -> dim == reverse.timeAxis());
    }
    return operator instanceof Movement.Trilu ? field : null;
  }

  private static @Nullable Field slice(OperatorNode node, Field field, Shape in) {
    long[] starts = numbers(node, 1);
    long[] axes = numbers(node, 3);
    long[] steps = numbers(node, 4);
    if (starts == null
        || (node.optionalInput(3) != null && axes == null)
        || (node.optionalInput(4) != null && steps == null)) {
      return null;
    }
    Field moved = field;
    for (int i = 0; i < starts.length; i++) {
      int axis = axes == null ? i : axis(axes[i], in.rank());
      long step = steps == null ? 1 : steps[i];
      long length = in.length(axis);
      long start = starts[i];
      moved = moved.change(axis, sight -> slice(sight, start, step, length));
    }
    return moved;
  }

  private static InputSpan slice(InputSpan sight, long start, long step, long length) {
    if (start < 0 && length < 0) {
      return sight.everything();
    }
    long from = start < 0 ? Math.max(0, start + length) : start;
    if (step > 0) {
      return sight.slide(1, step, 1, -from);
    }
    // From the last place that is taken backwards.
    return length < 0
        ? sight.everything()
        : sight.reversed(Math.min(from, length - 1) + 1).slide(1, -step, 1, 0);
  }

  private static @Nullable Field split(OperatorNode node, Field field, int axis, int output) {
    long before = 0;
    for (int i = 0; i < output; i++) {
      long length = node.outputs().get(i).shape().length(axis);
      before = before < 0 || length < 0 ? -1 : before + length;
    }
    long start = before;
    return field.change(
        axis, sight -> start < 0 ? sight.everything() : sight.slide(1, 1, 1, -start));
  }

  private static @Nullable Field pad(OperatorNode node, Field field, int rank) {
    long[] pads = numbers(node, 1);
    long[] axes = numbers(node, 3);
    if (node.optionalInput(3) != null && axes == null) {
      return null;
    }
    if (pads == null) {
      // How much lies around the places is open; they move by as much.
      return axes == null
          ? null
          : field.mix(dim -> LongStream.of(axes).anyMatch(padded -> axis(padded, rank) == dim));
    }
    Field moved = field;
    for (int i = 0; i < pads.length / 2; i++) {
      long start = pads[i];
      moved =
          moved.change(
              axes == null ? i : axis(axes[i], rank), sight -> sight.slide(1, 1, 1, start));
    }
    return moved;
  }
}
