package dev.tenon.lifting.functions.image;

import dev.tenon.ir.op.Movement;
import dev.tenon.lifting.functions.FunctionNode;
import dev.tenon.lifting.functions.FunctionTable;
import dev.tenon.lifting.functions.FunctionWriter;
import dev.tenon.lifting.functions.NoFunctionException;
import dev.tenon.lifting.functions.Operand;

/** Writes Pad: of a number, or of entries that are there. */
public final class PaddingFunctions {
  private PaddingFunctions() {}

  public static void list(FunctionTable table) {
    table.one(Movement.Pad.class, PaddingFunctions::pad);
  }

  private static Operand pad(FunctionNode node) {
    Operand x = node.in(0);
    FunctionWriter writer = node.writer();
    long[] given = node.wholes(1, "pads");
    long[] axes = node.has(3) ? node.wholes(3, "axes") : null;
    int count = given.length / 2;
    long[] before = new long[x.rank()];
    long[] after = new long[x.rank()];
    for (int i = 0; i < count; i++) {
      int axis = x.axis(axes == null ? i : axes[i]);
      before[axis] = given[i];
      after[axis] = given[count + i];
    }
    for (int axis = 0; axis < x.rank(); axis++) {
      if (before[axis] < 0 || after[axis] < 0) {
        x = cut(writer, x, axis, Math.min(before[axis], 0), Math.min(after[axis], 0));
        before[axis] = Math.max(before[axis], 0);
        after[axis] = Math.max(after[axis], 0);
      }
    }
    String mode = node.operator(Movement.Pad.class).mode();
    if (!mode.equals("constant")) {
      return copied(writer, x, before, after, mode);
    }
    return node.has(2) ? writer.pad(x, before, after, node.in(2)) : writer.pad(x, before, after, 0);
  }

  private static Operand cut(FunctionWriter writer, Operand x, int axis, long front, long back) {
    return writer.cut(x, axis, -front, back == 0 ? null : Long.valueOf(back), null);
  }

  /** Adds entries of x itself, axis by axis. */
  private static Operand copied(
      FunctionWriter writer, Operand x, long[] before, long[] after, String mode) {
    Operand result = x;
    for (int axis = 0; axis < before.length; axis++) {
      if (before[axis] == 0 && after[axis] == 0) {
        continue;
      }
      long length = result.length(axis);
      if (length < 1) {
        throw new NoFunctionException("copies entries to the ends of an axis of open length");
      }
      long[] positions = new long[Math.toIntExact(before[axis] + length + after[axis])];
      for (int i = 0; i < positions.length; i++) {
        positions[i] = source(i - before[axis], length, mode);
      }
      result = writer.take(result, axis, positions);
    }
    return result;
  }

  /** Returns which entry is copied to a position before or behind an axis. */
  private static long source(long at, long length, String mode) {
    return switch (mode) {
      case "edge" -> Math.max(0, Math.min(at, length - 1));
      case "wrap" -> Math.floorMod(at, length);
      default -> {
        long period = Math.max(1, 2 * (length - 1));
        long inside = Math.floorMod(at, period);
        yield inside < length ? inside : period - inside;
      }
    };
  }
}
