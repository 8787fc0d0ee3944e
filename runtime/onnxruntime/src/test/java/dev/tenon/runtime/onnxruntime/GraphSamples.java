package dev.tenon.runtime.onnxruntime;

import static dev.tenon.runtime.onnxruntime.OperatorSamples.fixed;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Control;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;

/** Small uses of operators that hold a graph, and of recurrences. */
final class GraphSamples {
  private final OperatorSamples to;

  GraphSamples(OperatorSamples to) {
    this.to = to;
  }

  void addAll() {
    recurrence();
    control();
  }

  private void recurrence() {
    to.add(
        new Recurrent.LSTM(null, null, null, null, "forward", 4L, 0, 0),
        to.x(5, 2, 3),
        to.x(1, 16, 3),
        to.x(1, 16, 4));
    to.add(
        new Recurrent.GRU(null, null, null, null, "bidirectional", 4L, 0, 1),
        to.x(5, 2, 3),
        to.x(2, 12, 3),
        to.x(2, 12, 4));
    to.add(
        new Recurrent.RNN(null, null, List.of("Tanh"), null, "reverse", 4L, 0),
        to.x(5, 2, 3),
        to.x(1, 4, 3),
        to.x(1, 4, 4));
    for (boolean reverse : new boolean[] {false, true}) {
      to.add(
          new Recurrent.Recurrence(body(), 1, 1, reverse, null),
          to.x(2, 3),
          to.x(4, 2, 3),
          to.x(3));
    }
    to.add(
        new Recurrent.Scan(body(), 1, null, List.of(1L), null, List.of(1L), 1),
        to.x(2, 3),
        to.x(4, 2, 3),
        to.x(3));
  }

  private void control() {
    to.add(new Control.If(number("no", 2), number("yes", 3)), to.x(DType.BOOL, 1));
    GraphBuilder builder = new GraphBuilder("turn");
    builder.input("i", new TensorType(DType.INT64, Shape.of(List.of())));
    Value more = builder.input("more", new TensorType(DType.BOOL, Shape.of(List.of())));
    Value state = builder.input("state", new TensorType(DType.FLOAT32, Shape.ofRank(2)));
    Ops ops = new Ops(() -> builder, () -> Origin.NONE);
    Value next = ops.mul(state, 0.5);
    Graph body =
        builder.build(
            List.of(ops.apply(new Unary.Identity(), more), next, next),
            List.of("go", "next", "kept"));
    to.add(
        new Control.Loop(body, 1),
        fixed(Tensor.of(new long[] {3}, 1).reshape()),
        fixed(Tensor.of(new boolean[] {true}, 1).reshape()),
        to.x(2, 3));
  }

  private static Graph number(String name, double value) {
    GraphBuilder builder = new GraphBuilder(name);
    Ops ops = new Ops(() -> builder, () -> Origin.NONE);
    Value sum = ops.add(ops.scalar(DType.FLOAT32, value), 1);
    return builder.build(List.of(sum), List.of(name));
  }

  /** One step: the state grows by the entry times a number; both new state and entry go out. */
  private static Graph body() {
    GraphBuilder builder = new GraphBuilder("step");
    TensorType row = new TensorType(DType.FLOAT32, Shape.of(Dim.of(2), Dim.of(3)));
    Value state = builder.input("state", row);
    Value entry = builder.input("entry", row);
    Value factor = builder.input("factor", new TensorType(DType.FLOAT32, Shape.of(3)));
    Ops ops = new Ops(() -> builder, () -> Origin.NONE);
    Value next = ops.add(ops.mul(state, 0.5), ops.mul(entry, factor));
    return builder.build(List.of(next, next), List.of("next", "out"));
  }
}
