package dev.tenon.layers.ops.nn;

import dev.tenon.config.Config;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.normalization.TensorNormalization;
import dev.tenon.layers.ops.call.OpArgs;
import dev.tenon.layers.ops.call.OpRegistrar;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Normalizations by tensors. */
public final class NormalizationOps {
  private NormalizationOps() {}

  /** Registers the functions of this family. */
  public static void list(OpRegistrar table) {
    table.add(
        "LayerNorm",
        "",
        "x gamma beta axis epsilon rms_scaling",
        args ->
            List.of(
                TensorNormalization.layer(
                    args.ops(),
                    args.value(0),
                    optional(args, 1),
                    optional(args, 2),
                    axes(args, 3),
                    args.number(4, Config.epsilon()),
                    args.flag(5, false))));
    table.add(
        "RMSNorm",
        "",
        "x scale axis epsilon",
        args ->
            List.of(
                TensorNormalization.rootMeanSquare(
                    args.ops(),
                    args.value(0),
                    optional(args, 1),
                    axes(args, 2),
                    args.number(3, Config.epsilon()))));
    table.add(
        "BatchNorm", "", "x mean variance offset scale axis epsilon", args -> List.of(batch(args)));
  }

  private static Value batch(OpArgs args) {
    Value x = args.value(0);
    long axis = args.whole(5, -1);
    long length = x.shape().length(x.shape().axis(Math.toIntExact(axis)));
    for (int i = 1; i < 5; i++) {
      // With axis -1 anything is fine that broadcasts.
      long size = axis == -1 || !args.has(i) ? length : args.value(i).shape().size().orMinusOne();
      if (length >= 0 && size >= 0 && size != length) {
        throw args.refuse(
            "has " + size + " numbers for an axis of length " + length + ", in argument " + i);
      }
    }
    return TensorNormalization.batch(
        args.ops(),
        x,
        args.value(1),
        args.value(2),
        optional(args, 3),
        optional(args, 4),
        axis,
        args.number(6, 1e-3));
  }

  private static @Nullable Value optional(OpArgs args, int index) {
    return args.has(index) ? args.value(index) : null;
  }

  private static List<Long> axes(OpArgs args, int index) {
    long[] axes = args.wholes(index);
    return axes == null ? List.of(-1L) : Arrays.stream(axes).boxed().toList();
  }
}
