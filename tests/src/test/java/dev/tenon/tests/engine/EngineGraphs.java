package dev.tenon.tests.engine;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Control;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.runtime.Executable;
import dev.tenon.runtime.GraphEngine;
import dev.tenon.tensor.DType;
import java.util.List;
import java.util.function.BiFunction;

/** Small graphs of which the results are known without an engine. */
final class EngineGraphs {
  /** A graph of one output, and what runs it. */
  record Compiled(Executable executable, Value output) implements AutoCloseable {
    @Override
    public void close() {
      executable.close();
    }
  }

  private EngineGraphs() {}

  /** Compiles what a function computes of an input {@code x}. */
  static Compiled compile(GraphEngine engine, TensorType type, BiFunction<Ops, Value, Value> body) {
    GraphBuilder builder = new GraphBuilder("small");
    Value x = builder.input("x", type);
    Value y = body.apply(new Ops(() -> builder, () -> Origin.NONE), x);
    return compiled(engine, builder, y);
  }

  static TensorType floats(long... lengths) {
    return new TensorType(DType.FLOAT32, Shape.of(lengths));
  }

  /** Compiles a loop that adds 1 to {@code x}, so many times as {@code turns} says. */
  static Compiled counting(GraphEngine engine) {
    GraphBuilder builder = new GraphBuilder("counting");
    Value turns = builder.input("turns", scalar(DType.INT64));
    Value x = builder.input("x", floats(1));
    Ops ops = new Ops(() -> builder, () -> Origin.NONE);
    Value yes = ops.equal(turns, turns);
    Value y = ops.applyAll(new Control.Loop(body(), 1), turns, yes, x).get(0);
    return compiled(engine, builder, y);
  }

  private static Graph body() {
    GraphBuilder builder = new GraphBuilder("turn");
    builder.input("i", scalar(DType.INT64));
    Value more = builder.input("more", scalar(DType.BOOL));
    Value state = builder.input("state", floats(1));
    Ops ops = new Ops(() -> builder, () -> Origin.NONE);
    Value next = ops.add(state, 1);
    return builder.build(
        List.of(ops.apply(new Unary.Identity(), more), next), List.of("go", "next"));
  }

  private static TensorType scalar(DType dtype) {
    return new TensorType(dtype, Shape.of(List.of()));
  }

  private static Compiled compiled(GraphEngine engine, GraphBuilder builder, Value y) {
    Graph graph = builder.build(List.of(y), List.of("y"));
    return new Compiled(engine.compile(graph, new ParameterStore(), List.of()), y);
  }
}
