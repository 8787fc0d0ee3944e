package dev.tenon.runtime.tensorflow;

import static dev.tenon.runtime.tensorflow.GradientCases.add;
import static dev.tenon.runtime.tensorflow.GradientCases.numbers;
import static dev.tenon.runtime.tensorflow.GradientCases.rough;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.ImageResampling;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;

/** Uses of operators whose gradients TensorFlow Java lacks, and of ONNX's loops. */
final class SuppliedGradientCases {
  private SuppliedGradientCases() {}

  static void addAll() {
    remainders();
    written();
    matrices();
    movements();
    recurrences();
  }

  private static void remainders() {
    for (long fmod : new long[] {0, 1}) {
      Binary.Mod mod = new Binary.Mod(fmod);
      add("Mod " + fmod, new long[] {2, 3}, (ops, x) -> ops.apply(mod, x, ops.mul(x, 0.3)));
      add(
          "Mod broadcast " + fmod,
          new long[] {3},
          (ops, x) -> ops.apply(mod, ops.mul(numbers(ops, 2, 3), 5), x));
      add(
          "Mod dividend " + fmod,
          new long[] {2, 1},
          (ops, x) -> ops.apply(mod, x, ops.mul(numbers(ops, 2, 3), 0.2)));
    }
  }

  private static void written() {
    for (String reduction : List.of("none", "add", "mul", "max", "min")) {
      // Positions that occur twice, which "none" may not have.
      boolean twice = !reduction.equals("none");
      add(
          "ScatterElements " + reduction,
          new long[] {3, 3},
          (ops, x) ->
              ops.apply(
                  new Indexing.ScatterElements(1, reduction),
                  x,
                  ops.constant(Tensor.of(new long[] {0, -1, 2, twice ? 2 : 1}, 2, 2)),
                  ops.mul(ops.slice(ops.slice(x, 0, 1, 3, 1), 1, 0, 2, 1), 1.3)));
      if (!reduction.equals("none") && !reduction.equals("add")) {
        add(
            "ScatterND " + reduction,
            new long[] {4, 2},
            (ops, x) ->
                ops.apply(
                    new Indexing.ScatterND(reduction),
                    x,
                    ops.constant(Tensor.of(new long[] {1, 3, 1}, 3, 1)),
                    ops.mul(ops.slice(x, 0, 0, 3, 1), 1.7)));
      }
    }
    add(
        "ScatterElements mul by zero",
        new long[] {2},
        (ops, x) ->
            ops.apply(
                new Indexing.ScatterElements(0, "mul"),
                numbers(ops, 4),
                ops.longs(0, 0, 1, 1, 1),
                ops.concat(0, List.of(x, ops.mul(x, 0), ops.slice(x, 0, 0, 1, 1)))));
  }

  private static void matrices() {
    add("Det", new long[] {3, 3}, (ops, x) -> ops.apply(new Linear.Det(), x));
    add("Det batch", new long[] {2, 2, 2}, (ops, x) -> ops.apply(new Linear.Det(), x));
    // Two columns are the same: without an inverse.
    add(
        "Det singular",
        new long[] {3, 2},
        (ops, x) ->
            ops.apply(new Linear.Det(), ops.concat(1, List.of(x, ops.slice(x, 1, 0, 1, 1)))));
    add(
        "MatrixSolve",
        new long[] {2, 2, 3},
        (ops, x) -> ops.apply(new Linear.MatrixSolve(), regular(ops, numbers(ops, 2, 2, 2)), x));
    add(
        "MatrixSolve matrix",
        new long[] {3, 3},
        (ops, x) -> ops.apply(new Linear.MatrixSolve(), regular(ops, x), numbers(ops, 3, 2)));
  }

  private static Value regular(Ops ops, Value x) {
    int n = Math.toIntExact(x.shape().length(-1));
    double[] diagonal = new double[n * n];
    for (int i = 0; i < n; i++) {
      diagonal[i * (n + 1)] = 3;
    }
    return ops.add(x, ops.constant(Tensor.of(diagonal, n, n)));
  }

  /** Movements that bring pixels to pixels: TensorFlow's gradient is exact for these only. */
  private static void movements() {
    // One image is turned by a quarter, the other is moved and mirrored.
    float[] turned = {0, -1, 2, 1, 0, 0, 0, 0, -1, 0, 1, 0, 1, 1, 0, 0};
    movement("bilinear", false, turned);
    movement("nearest", false, turned);
    movement("bilinear", true, new float[] {1, 0, 1, 0, 1, -1, 0, 0, -1, 0, 2, 0, 1, 1, 0, 0});
  }

  private static void movement(String interpolation, boolean aligned, float[] rows) {
    rough(
        "ImageProjectiveTransform " + interpolation + (aligned ? " aligned" : ""),
        new long[] {2, 3, 3, 2},
        (ops, x) ->
            ops.apply(
                new ImageResampling.ImageProjectiveTransform(
                    "constant", 0.4f, interpolation, aligned),
                x,
                ops.constant(Tensor.of(rows, 2, 8))));
  }

  private static void recurrences() {
    long[] sequence = {3, 2, 2};
    for (String direction : List.of("forward", "reverse", "bidirectional")) {
      int ways = direction.equals("bidirectional") ? 2 : 1;
      add(
          "LSTM " + direction,
          sequence,
          (ops, x) ->
              ops.apply(
                  new Recurrent.LSTM(null, null, null, null, direction, 2L, 0, 0),
                  x,
                  numbers(ops, ways, 8, 2),
                  numbers(ops, ways, 8, 2),
                  numbers(ops, ways, 16)));
      for (long before : new long[] {0, 1}) {
        add(
            "GRU " + direction + " " + before,
            sequence,
            (ops, x) ->
                ops.apply(
                    new Recurrent.GRU(null, null, null, null, direction, 2L, 0, before),
                    x,
                    numbers(ops, ways, 6, 2),
                    numbers(ops, ways, 6, 2),
                    numbers(ops, ways, 12)));
      }
      add(
          "RNN " + direction,
          sequence,
          (ops, x) ->
              ops.apply(
                  new Recurrent.RNN(null, null, null, null, direction, 2L, 0),
                  x,
                  numbers(ops, ways, 2, 2),
                  numbers(ops, ways, 2, 2),
                  numbers(ops, ways, 4)));
    }
    add(
        "LSTM kernels",
        new long[] {1, 8, 2},
        (ops, w) ->
            ops.apply(
                new Recurrent.LSTM(null, null, null, 0.8f, "forward", 2L, 1, 0),
                numbers(ops, 3, 2, 2),
                w,
                ops.mul(w, 0.5),
                numbers(ops, 1, 16),
                ops.constant(Tensor.of(new int[] {3, 2}, 2)),
                numbers(ops, 1, 2, 2),
                numbers(ops, 1, 2, 2),
                numbers(ops, 1, 6)));
    add("Scan", sequence, SuppliedGradientCases::scan);
  }

  private static Value scan(Ops ops, Value sequence) {
    GraphBuilder body = new GraphBuilder("body");
    Ops inner = new Ops(() -> body, () -> Origin.NONE);
    TensorType type = new TensorType(DType.FLOAT64, Shape.of(2, 2));
    Value state = body.input("state", type);
    Value entry = body.input("entry", type);
    Value next = inner.tanh(inner.add(inner.matMul(entry, state), entry));
    Graph graph = body.build(List.of(next, next), List.of("next", "out"));
    List<Value> results =
        ops.applyAll(
            new Recurrent.Scan(graph, 1, null, List.of(1L), null, null, 1),
            numbers(ops, 2, 2),
            sequence);
    return ops.add(ops.reduceSum(results.get(1), false, 0), results.get(0));
  }
}
