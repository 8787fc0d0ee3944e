package dev.tenon.runtime.tensorflow;

import static dev.tenon.runtime.tensorflow.GradientCases.add;
import static dev.tenon.runtime.tensorflow.GradientCases.numbers;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Signal;
import dev.tenon.ir.op.Vision;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;

/** Uses of the operators that are written in plainer ones. */
final class ExpandedGradientCases {
  private static final List<Long> TWO = List.of(2L, 2L);

  private ExpandedGradientCases() {}

  static void addAll() {
    vision();
    regions();
    signals();
    for (String mode : List.of("linear", "circular")) {
      add(
          "TensorScatter " + mode,
          new long[] {2, 4, 2},
          (ops, x) ->
              ops.apply(
                  new Indexing.TensorScatter(1, mode),
                  x,
                  ops.mul(ops.slice(x, 1, 0, 2, 1), 2),
                  ops.longs(1, mode.equals("linear") ? 2 : 3)));
    }
  }

  private static void vision() {
    for (long corners : new long[] {0, 1}) {
      add(
          "AffineGrid " + corners,
          new long[] {2, 2, 3},
          (ops, x) -> ops.apply(new Vision.AffineGrid(corners), x, ops.longs(2, 1, 3, 2)));
    }
    add(
        "Col2Im",
        new long[] {2, 8, 4},
        (ops, x) ->
            ops.apply(
                new Vision.Col2Im(null, List.of(1L, 0L, 1L, 0L), List.of(2L, 1L)),
                x,
                ops.longs(2, 3),
                ops.longs(2, 2)));
    add("MaxPool positions", new long[] {1, 2, 4, 4}, (ops, x) -> pooled(ops, x).get(0));
    add(
        "MaxUnpool",
        new long[] {1, 2, 2, 2},
        (ops, x) ->
            ops.apply(
                new Vision.MaxUnpool(TWO, null, TWO),
                x,
                pooled(ops, numbers(ops, 1, 2, 4, 4)).get(1)));
    add(
        "DeformConv",
        new long[] {1, 4, 3, 3},
        (ops, x) ->
            ops.apply(
                deform(2, 2),
                x,
                numbers(ops, 2, 2, 2, 2),
                ops.mul(numbers(ops, 1, 16, 2, 2), 0.7),
                numbers(ops, 2),
                numbers(ops, 1, 8, 2, 2)));
    add(
        "DeformConv kernel",
        new long[] {2, 2, 2, 2},
        (ops, x) -> ops.apply(deform(1, 1), numbers(ops, 1, 2, 3, 3), x, numbers(ops, 1, 8, 2, 2)));
    add(
        "DeformConv offsets",
        new long[] {1, 8, 2, 2},
        (ops, x) -> ops.apply(deform(1, 1), numbers(ops, 1, 2, 3, 3), numbers(ops, 2, 2, 2, 2), x));
  }

  private static Vision.DeformConv deform(long group, long offsets) {
    return new Vision.DeformConv(null, group, TWO, offsets, null, null);
  }

  private static List<Value> pooled(Ops ops, Value x) {
    return ops.applyAll(new Vision.MaxPoolPositions("NOTSET", 0, null, TWO, null, 0, TWO), x);
  }

  private static void regions() {
    add(
        "MaxRoiPool",
        new long[] {1, 2, 5, 5},
        (ops, x) ->
            ops.apply(
                new Vision.MaxRoiPool(TWO, 1),
                x,
                ops.constant(Tensor.of(new double[] {0, 0, 1, 3, 4}, 1, 5))));
    for (String mode : List.of("avg", "max")) {
      for (long samples : new long[] {0, 2}) {
        add(
            "RoiAlign " + mode + " " + samples,
            new long[] {2, 2, 4, 4},
            (ops, x) ->
                ops.apply(
                    new Vision.RoiAlign("half_pixel", mode, 2, 2, samples, 0.5f),
                    x,
                    ops.constant(
                        Tensor.of(new double[] {0.3, 1.1, 6.7, 5.9, 2.2, 0.4, 7.1, 7.7}, 2, 4)),
                    ops.longs(1, 0)));
      }
    }
  }

  private static void signals() {
    for (long onesided : new long[] {0, 1}) {
      add(
          "DFT " + onesided,
          new long[] {2, 5, 1},
          (ops, x) -> ops.apply(new Signal.DFT(0, onesided), x));
      add(
          "DFT inverse " + onesided,
          new long[] {2, 4, 2},
          (ops, x) -> ops.apply(new Signal.DFT(1, onesided), x));
    }
    add(
        "DFT of other length",
        new long[] {2, 5, 3, 2},
        (ops, x) ->
            ops.apply(
                new Signal.DFT(0, 0), x, ops.scalar(DType.INT64, 6), ops.scalar(DType.INT64, 1)));
    add(
        "STFT",
        new long[] {1, 12, 1},
        (ops, x) -> ops.apply(new Signal.STFT(1), x, ops.scalar(DType.INT64, 3), numbers(ops, 6)));
  }
}
