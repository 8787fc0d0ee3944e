package dev.tenon.runtime.tensorflow;

import static dev.tenon.runtime.tensorflow.GradientCases.add;
import static dev.tenon.runtime.tensorflow.GradientCases.numbers;
import static dev.tenon.runtime.tensorflow.GradientCases.rough;
import static dev.tenon.runtime.tensorflow.GradientCases.single;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Convolution;
import dev.tenon.ir.op.ImageResampling;
import dev.tenon.ir.op.Normalization;
import dev.tenon.ir.op.Pooling;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;

/** Those of {@link GradientCases} that are about images, normalization and loops. */
final class SpatialGradientCases {
  private SpatialGradientCases() {}

  static void addAll() {
    images();
    recurrences();
  }

  private static Convolution.Conv conv(String pad, long stride, long dilation, long group, int n) {
    return new Convolution.Conv(
        pad,
        java.util.Collections.nCopies(n, dilation),
        group,
        null,
        pad.equals("NOTSET") ? java.util.Collections.nCopies(2 * n, 1L) : null,
        java.util.Collections.nCopies(n, stride),
        true);
  }

  private static void both(String name, Operator operator, long[] x, long[] w) {
    add(name + " input", x, (ops, v) -> ops.apply(operator, v, numbers(ops, w)));
    add(name + " kernel", w, (ops, v) -> ops.apply(operator, numbers(ops, x), v));
  }

  private static void images() {
    long[] x = {1, 5, 4, 2};
    both("Conv", conv("SAME_UPPER", 1, 1, 1, 2), x, new long[] {3, 2, 2, 2});
    add(
        "Conv bias and Relu",
        new long[] {3},
        (ops, bias) -> {
          Value images = numbers(ops, x);
          Value kernel = numbers(ops, 3, 2, 2, 3);
          Operator conv = conv("SAME_UPPER", 1, 1, 1, 2);
          return ops.apply(new Unary.Relu(), ops.apply(conv, images, kernel, bias));
        });
    both("Conv explicit", conv("NOTSET", 2, 1, 1, 2), x, new long[] {3, 2, 2, 2});
    both("Conv dilated", conv("VALID", 1, 2, 1, 2), x, new long[] {2, 2, 2, 2});
    both(
        "Conv groups",
        conv("SAME_UPPER", 1, 1, 2, 2),
        new long[] {1, 3, 3, 4},
        new long[] {2, 2, 2, 4});
    both("Conv depthwise", conv("NOTSET", 2, 1, 2, 2), x, new long[] {3, 2, 1, 4});
    both("Conv depthwise dilated", conv("NOTSET", 1, 2, 2, 2), x, new long[] {2, 2, 1, 4});
    both("Conv 1D", conv("SAME_LOWER", 2, 1, 1, 1), new long[] {2, 5, 2}, new long[] {3, 2, 3});
    both(
        "Conv 3D",
        conv("NOTSET", 2, 1, 1, 3),
        new long[] {1, 3, 4, 3, 2},
        new long[] {2, 2, 2, 2, 2});
    both(
        "Conv 3D dilated",
        conv("VALID", 1, 2, 1, 3),
        new long[] {1, 3, 4, 3, 1},
        new long[] {2, 2, 2, 1, 2});
    Convolution.ConvTranspose transposed =
        new Convolution.ConvTranspose(
            "NOTSET",
            null,
            1,
            null,
            List.of(1L, 0L),
            null,
            List.of(1L, 0L, 0L, 1L),
            List.of(2L, 2L),
            true);
    both("ConvTranspose", transposed, new long[] {1, 3, 2, 2}, new long[] {3, 2, 3, 2});
    Convolution.ConvTranspose dilated =
        new Convolution.ConvTranspose(
            "SAME_UPPER", List.of(2L, 2L), 1, null, null, null, null, List.of(1L, 1L), true);
    both("ConvTranspose dilated", dilated, new long[] {1, 3, 3, 2}, new long[] {2, 2, 3, 2});
    Convolution.ConvTranspose volume =
        new Convolution.ConvTranspose(
            "VALID", null, 1, null, null, null, null, List.of(2L, 1L, 2L), true);
    both("ConvTranspose 3D", volume, new long[] {1, 2, 2, 2, 2}, new long[] {2, 2, 2, 1, 2});
    for (String pad : List.of("VALID", "SAME_UPPER")) {
      add(
          "MaxPool " + pad,
          x,
          (ops, v) ->
              ops.apply(
                  new Pooling.MaxPool(
                      pad, 0, null, List.of(2L, 2L), null, 0, List.of(2L, 2L), true),
                  v));
      add(
          "AveragePool " + pad,
          x,
          (ops, v) ->
              ops.apply(
                  new Pooling.AveragePool(
                      pad, 0, 0, null, List.of(2L, 2L), null, List.of(2L, 2L), true),
                  v));
    }
    add(
        "MaxPool padded",
        x,
        (ops, v) ->
            ops.apply(
                new Pooling.MaxPool(
                    "NOTSET",
                    1,
                    null,
                    List.of(3L, 3L),
                    List.of(1L, 1L, 1L, 1L),
                    0,
                    List.of(2L, 2L),
                    true),
                v));
    add(
        "AveragePool padded",
        x,
        (ops, v) ->
            ops.apply(
                new Pooling.AveragePool(
                    "NOTSET",
                    1,
                    1,
                    null,
                    List.of(3L, 3L),
                    List.of(1L, 1L, 1L, 1L),
                    List.of(2L, 2L),
                    true),
                v));
    add(
        "MaxPool 1D",
        new long[] {1, 5, 2},
        (ops, v) ->
            ops.apply(
                new Pooling.MaxPool("VALID", 0, null, List.of(2L), null, 0, List.of(2L), true), v));
    rough(
        "AveragePool 3D",
        new long[] {1, 2, 4, 2, 1},
        (ops, v) ->
            ops.apply(
                new Pooling.AveragePool(
                    "VALID", 0, 0, null, List.of(2L, 2L, 2L), null, List.of(2L, 2L, 2L), true),
                v));
    rough(
        "MaxPool 3D",
        new long[] {1, 2, 4, 2, 1},
        (ops, v) ->
            ops.apply(
                new Pooling.MaxPool(
                    "VALID", 0, null, List.of(2L, 2L, 2L), null, 0, List.of(2L, 2L, 2L), true),
                v));
    single(new Pooling.GlobalAveragePool(true), x);
    single(new Pooling.GlobalMaxPool(true), x);
    normalizations(x);
    add("Resize nearest", x, (ops, v) -> resize(ops, v, "nearest", "floor", "asymmetric", 0));
    rough("Resize linear", x, (ops, v) -> resize(ops, v, "linear", "floor", "half_pixel", 0));
    add("Resize cubic", x, (ops, v) -> resize(ops, v, "cubic", "floor", "half_pixel", 0));
    add("Resize antialias", x, (ops, v) -> resize(ops, v, "linear", "floor", "half_pixel", 1));
    add(
        "DepthToSpace",
        new long[] {1, 2, 2, 8},
        (ops, v) -> ops.apply(new ImageResampling.DepthToSpace(2, "DCR", true), v));
    add(
        "DepthToSpace CRD",
        new long[] {1, 2, 2, 8},
        (ops, v) -> ops.apply(new ImageResampling.DepthToSpace(2, "CRD", true), v));
    add(
        "SpaceToDepth",
        new long[] {1, 4, 2, 2},
        (ops, v) -> ops.apply(new ImageResampling.SpaceToDepth(2, true), v));
  }

  private static Value resize(Ops ops, Value x, String mode, String round, String how, long anti) {
    Operator operator =
        new ImageResampling.Resize(anti, null, how, -0.75f, 0, 0, "stretch", mode, round);
    return ops.apply(operator, x, null, null, ops.longs(1, 7, 3, 2));
  }

  private static void normalizations(long[] x) {
    add(
        "BatchNormalization",
        x,
        (ops, v) ->
            ops.apply(
                new Normalization.BatchNormalization(1e-3f, 0.9f, 0, true),
                v,
                numbers(ops, 2),
                numbers(ops, 2),
                numbers(ops, 2),
                ops.constant(Tensor.of(new double[] {1, 2}, 2))));
    add(
        "BatchNormalization training",
        new long[] {5, 2},
        (ops, v) ->
            ops.applyAll(
                    new Normalization.BatchNormalization(1e-3f, 0.9f, 1, true),
                    v,
                    numbers(ops, 2),
                    numbers(ops, 2),
                    numbers(ops, 2),
                    ops.constant(Tensor.of(new double[] {1, 2}, 2)))
                .get(0));
    rough(
        "BatchNormalization fused",
        x,
        (ops, v) ->
            ops.cast(
                ops.applyAll(
                        new Normalization.BatchNormalization(1e-3f, 0.9f, 1, true),
                        ops.cast(v, DType.FLOAT32),
                        narrow(ops, 2),
                        narrow(ops, 2),
                        narrow(ops, 2),
                        ops.constant(Tensor.of(new float[] {1, 2}, 2)))
                    .get(0),
                DType.FLOAT64));
    add(
        "LayerNormalization",
        x,
        (ops, v) ->
            ops.apply(
                new Normalization.LayerNormalization(-1, 1e-3f, 1),
                v,
                numbers(ops, 2),
                numbers(ops, 2)));
    add(
        "RMSNormalization",
        x,
        (ops, v) ->
            ops.apply(new Normalization.RMSNormalization(-1, 1e-3f, 1), v, numbers(ops, 2)));
    add(
        "GroupNormalization",
        new long[] {1, 2, 2, 4},
        (ops, v) ->
            ops.apply(
                new Normalization.GroupNormalization(1e-3f, 2, 1, true),
                v,
                numbers(ops, 4),
                numbers(ops, 4)));
    add(
        "InstanceNormalization",
        x,
        (ops, v) ->
            ops.apply(
                new Normalization.InstanceNormalization(1e-3f, true),
                v,
                numbers(ops, 2),
                numbers(ops, 2)));
    single(new Normalization.LpNormalization(-1, 2), x);
    add(
        "LRN, even size",
        new long[] {1, 2, 2, 4},
        (ops, v) -> ops.apply(new Normalization.LRN(0.5f, 0.75f, 1, 2, true), v));
    // The differences are taken of TensorFlow's own LRN, which computes in 32 bits.
    rough(
        "LRN",
        new long[] {1, 2, 2, 4},
        (ops, v) -> ops.apply(new Normalization.LRN(0.5f, 0.75f, 1, 3, true), v));
  }

  private static Value narrow(Ops ops, long... shape) {
    return ops.cast(numbers(ops, shape), DType.FLOAT32);
  }

  private static void recurrences() {
    for (boolean reverse : new boolean[] {false, true}) {
      add(
          "Recurrence " + (reverse ? "backwards" : "forwards"),
          new long[] {3, 2, 2},
          (ops, x) -> recurrence(ops, x, reverse));
    }
  }

  private static Value recurrence(Ops ops, Value sequence, boolean reverse) {
    GraphBuilder body = new GraphBuilder("body");
    Ops inner = new Ops(() -> body, () -> Origin.NONE);
    TensorType type = new TensorType(DType.FLOAT64, Shape.of(2, 2));
    Value state = body.input("state", type);
    Value entry = body.input("entry", type);
    Value kernel = body.input("kernel", type);
    Value next = inner.tanh(inner.add(inner.matMul(entry, kernel), inner.matMul(state, kernel)));
    Graph graph = body.build(List.of(next, next), List.of("next", "out"));
    List<Value> results =
        ops.applyAll(
            new Recurrent.Recurrence(graph, 1, 1, reverse, null),
            numbers(ops, 2, 2),
            sequence,
            numbers(ops, 2, 2));
    return ops.add(ops.reduceSum(results.get(1), false, 0), results.get(0));
  }
}
