package dev.tenon.runtime.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.engine.Engine;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.runtime.Executable;
import dev.tenon.runtime.TrainProgram;
import dev.tenon.runtime.Trainer;
import dev.tenon.runtime.TrainingEngine;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The gradient of every differentiable mapping against differences of the operator itself. */
class GradientTest {
  private final TrainingEngine engine = TrainingEngine.of(Engine.TENSORFLOW);

  @TestFactory
  Stream<DynamicTest> gradientsEqualDifferences() {
    return GradientCases.all().stream().map(c -> DynamicTest.dynamicTest(c.name(), () -> check(c)));
  }

  static Value weighedSum(Ops ops, Value y) {
    long[] axes = new long[y.rank()];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = i;
    }
    // Squares and a running weight, so that no part of the gradient is the same everywhere.
    Value flat = ops.reshape(y, Shape.of(-1));
    Value weighed = ops.mul(flat, ops.add(ops.mul(flat, 0.3), 1));
    return ops.reduceSum(weighed, false, 0);
  }

  private void check(GradientCases.Case c) {
    Random random = new Random(c.name().hashCode());
    int size = (int) Shape.of(c.shape()).size().orMinusOne();
    double[] x = new double[size];
    for (int i = 0; i < size; i++) {
      // Away from 0, where several functions have a corner; distinct, so that maxima are single.
      double magnitude = 0.15 + 0.7 * random.nextDouble();
      x[i] = c.positive() || random.nextBoolean() ? magnitude : -magnitude;
    }
    double[] gradient = gradient(c, x);
    try (Executable forward = forward(c)) {
      for (int i = 0; i < size; i++) {
        // Differences of 32-bit results need a wider step.
        double h = c.tolerance() > 1e-3 ? 1e-2 : 1e-5;
        double expected = (loss(forward, c, x, i, h) - loss(forward, c, x, i, -h)) / (2 * h);
        double scale = Math.max(1, Math.abs(expected));
        assertThat(gradient[i])
            .as(c.name() + " at " + i)
            .isCloseTo(expected, within(c.tolerance() * scale));
      }
    }
  }

  private Value input;
  private Value output;

  private Executable forward(GradientCases.Case c) {
    GraphBuilder builder = new GraphBuilder("forward");
    Ops ops = new Ops(() -> builder, () -> Origin.NONE);
    Dim[] dims = new Dim[c.shape().length];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = Dim.of(c.shape()[i]);
    }
    input = builder.input("x", new TensorType(DType.FLOAT64, Shape.of(dims)));
    output = weighedSum(ops, c.operator().apply(ops, input));
    return engine.compile(
        builder.build(List.of(output), List.of("y")), new ParameterStore(), List.of());
  }

  private double loss(Executable forward, GradientCases.Case c, double[] x, int at, double by) {
    double[] moved = x.clone();
    moved[at] += by;
    return forward
        .run(Map.of("x", Tensor.of(moved, c.shape())), List.of(output))
        .get(0)
        .getDouble(0);
  }

  private double[] gradient(GradientCases.Case c, double[] x) {
    Parameter p = parameter("p", c.shape());
    Parameter g = parameter("g", c.shape());
    ParameterStore store = new ParameterStore();
    store.put(p, Tensor.of(x, c.shape()));
    store.put(g, Tensor.zeros(DType.FLOAT64, c.shape()));
    try (Trainer trainer = engine.trainer("test", store)) {
      trainer.prepare(program(c.operator(), p, g)).run(Map.of());
      return trainer.read(g).toDoubleArray();
    }
  }

  private static Parameter parameter(String name, long... shape) {
    return new Parameter(name, name, shape, DType.FLOAT64, Parameter.Role.WEIGHT, null);
  }

  /** A step whose only effect is that {@code g} becomes the gradient of {@code p}. */
  private static TrainProgram program(
      BiFunction<Ops, Value, Value> operator, Parameter p, Parameter g) {
    GraphBuilder builder = new GraphBuilder("train");
    Ops ops = new Ops(() -> builder, () -> new Origin("layer", "Test"));
    Value loss = weighedSum(ops, operator.apply(ops, builder.read(p)));
    GraphBuilder step = new GraphBuilder("step");
    Value gradient = step.input("gradient", new TensorType(DType.FLOAT64, Shape.of(p.shape())));
    Graph forward = builder.build(List.of(loss), List.of("loss"));
    return new TrainProgram(
        forward,
        new TrainProgram.Optimization(
            loss,
            List.of(p),
            step.build(List.of(gradient), List.of("g")),
            List.of(new TrainProgram.StepInput(gradient, TrainProgram.StepInput.Kind.GRADIENT, p)),
            List.of(new TrainProgram.Assignment(g, gradient)),
            List.of()),
        List.of());
  }

  @Test
  void aLoopOfUnknownLengthIsNotTrainedThrough() {
    Parameter p = parameter("p", 3);
    Parameter g = parameter("g", 3);
    ParameterStore store = new ParameterStore();
    store.put(p, Tensor.zeros(DType.FLOAT64, 3));
    store.put(g, Tensor.zeros(DType.FLOAT64, 3));
    BiFunction<Ops, Value, Value> loop =
        (ops, x) -> {
          GraphBuilder body = new GraphBuilder("body");
          Ops inner = new Ops(() -> body, () -> Origin.NONE);
          TensorType type = new TensorType(DType.FLOAT64, Shape.of(3));
          Value state = body.input("state", type);
          Value entry = body.input("entry", type);
          Value next = inner.add(inner.tanh(state), entry);
          Graph graph = body.build(List.of(next, next), List.of("next", "out"));
          Value count = ops.reduceMax(ops.reshape(ops.cast(x, DType.INT64), Shape.of(3)), false, 0);
          Value sequence =
              ops.applyAs(
                  new TensorType(DType.FLOAT64, Shape.of(Dim.unknown(), Dim.of(3))),
                  new dev.tenon.ir.op.Movement.Tile(),
                  ops.unsqueeze(x, 0),
                  ops.concat(0, List.of(ops.unsqueeze(ops.add(count, 2), 0), ops.longs(1))));
          return ops.apply(new Recurrent.Recurrence(graph, 1, 1, false, null), x, sequence);
        };
    try (Trainer trainer = engine.trainer("test", store)) {
      assertThatThrownBy(() -> trainer.prepare(program(loop, p, g)))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("fixed length")
          .hasMessageContaining("'layer' (Test)");
    }
  }
}
