package dev.tenon.layers.ops.numpy;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Movement;
import dev.tenon.layers.ops.call.Constants;
import dev.tenon.layers.ops.call.OpArgs;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Elements added around a tensor: one number, or the tensor's own. */
final class PadOps {
  private PadOps() {}

  static Value pad(OpArgs args) {
    Ops ops = args.ops();
    Value x = args.value(0);
    Tensor widths = Constants.tensor(args, args.required(1));
    long[] pads = new long[2 * x.rank()];
    int given = Math.toIntExact(widths.size());
    for (int i = 0; i < x.rank(); i++) {
      pads[i] = widths.getLong(given == 1 ? 0 : given == 2 ? 0 : 2 * i);
      pads[x.rank() + i] = widths.getLong(given == 1 ? 0 : given == 2 ? 1 : 2 * i + 1);
    }
    String mode = args.text(2, "constant");
    return switch (mode) {
      case "constant" ->
          ops.apply(new Movement.Pad(mode), x, ops.longs(pads), ops.scalar(x, args.number(3, 0)));
      case "edge", "reflect" -> ops.apply(new Movement.Pad(mode), x, ops.longs(pads));
      case "symmetric" -> symmetric(args, x, pads);
      default ->
          throw args.refuse(
              "is supported for mode constant, edge, reflect and symmetric, not " + mode);
    };
  }

  /** Mirrors with the element at the border, which ONNX's Pad leaves out. */
  private static Value symmetric(OpArgs args, Value x, long[] pads) {
    Ops ops = args.ops();
    Value padded = x;
    for (int axis = 0; axis < x.rank(); axis++) {
      long before = pads[axis];
      long after = pads[x.rank() + axis];
      long length = x.shape().length(axis);
      if (before < 0 || after < 0 || (length >= 0 && Math.max(before, after) > length)) {
        throw args.refuse("mirrors no more elements than there are along axis " + axis);
      }
      if (before + after > 0) {
        padded = mirrored(ops, padded, axis, before, after);
      }
    }
    return padded;
  }

  private static Value mirrored(Ops ops, Value x, int axis, long before, long after) {
    List<Value> parts = new ArrayList<>();
    if (before > 0) {
      parts.add(ops.reversed(ops.slice(x, axis, 0, before, 1), axis));
    }
    parts.add(x);
    if (after > 0) {
      parts.add(ops.reversed(ops.slice(x, axis, -after, Long.MAX_VALUE, 1), axis));
    }
    return ops.concat(axis, parts);
  }
}
