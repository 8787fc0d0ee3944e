package dev.tenon.runtime.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Convolution.Conv;
import dev.tenon.ir.op.Normalization.BatchNormalization;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.op.Variadic;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.runtime.Executable;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * What Java computes after a run is what ONNX Runtime gives where it is asked for that value alone:
 * then what it follows is no output, and the session has to compute it.
 */
@Isolated("sets a system property")
class RecomputedValuesTest {
  private static final int CHANNELS = 37;

  private final GraphBuilder builder = new GraphBuilder("small");
  private final Ops ops = new Ops(() -> builder, () -> Origin.NONE);
  private final ParameterStore store = new ParameterStore();
  private final Random random = new Random(5);

  private Value parameter(String name, double least, double most, long... shape) {
    Tensor tensor = drawn(least, most, shape);
    Parameter parameter =
        new Parameter(name, name, shape, DType.FLOAT32, Parameter.Role.WEIGHT, null);
    store.put(parameter, tensor);
    return builder.read(parameter);
  }

  private Tensor drawn(double least, double most, long... shape) {
    float[] values = new float[Tensor.zeros(DType.FLOAT32, shape).size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (least + random.nextDouble() * (most - least));
    }
    return Tensor.of(values, shape);
  }

  private Value normalized(String name, Value x) {
    return ops.apply(
        new BatchNormalization(1e-3f, 0.99f, 0, true),
        x,
        parameter(name + "/gamma", 0.5, 2, CHANNELS),
        parameter(name + "/beta", -1, 1, CHANNELS),
        parameter(name + "/mean", -1, 1, CHANNELS),
        parameter(name + "/variance", 0.1, 3, CHANNELS));
  }

  private Value conv(String name, Value x, long channels) {
    Value kernel = parameter(name, -0.3, 0.3, 1, 1, channels, CHANNELS);
    return ops.apply(new Conv("VALID", null, 1, null, null, null, true), x, kernel);
  }

  @Test
  void numbersAreThoseOfTheSession() {
    Value image =
        builder.input(
            "image",
            new TensorType(DType.FLOAT32, Shape.of(60, 50, 3).insert(0, Dim.symbol("batch"))));
    List<Value> inner = new ArrayList<>();
    Value first = conv("first", image, 3);
    Value second = conv("second", image, 3);
    Value left = normalized("left", first);
    Value right = ops.relu(normalized("right", second));
    Value sum = ops.apply(new Binary.Add(), left, right);
    Value out = ops.relu(sum);
    Value bias = parameter("bias", -1, 1, CHANNELS);
    Value shifted = ops.apply(new Binary.Add(), out, bias);
    Value third = conv("third", shifted, CHANNELS);
    Value end = ops.relu(third);
    inner.addAll(List.of(first, second, left, right, sum, out, shifted, third));
    Graph graph = builder.build(List.of(end), List.of("end"));
    RecomputedValues followers = RecomputedValues.of(graph, inner, store);
    // What "right" follows is not among them, an Add that spreads a vector is left to the session.
    assertThat(followers.others(inner)).containsExactly(first, second, right, shifted, third);
    assertThat(followers.groups(inner))
        .containsExactly(
            List.of(first, left, right, sum, out),
            List.of(second),
            List.of(shifted),
            List.of(third));
    assertThat(followers.groups(List.of(third, sum, sum)))
        .containsExactly(List.of(third), List.of(first, left, right, sum));
    // A feature map of 111,000 numbers a sample: more than a thread takes at once.
    Map<String, Tensor> batch = Map.of("image", drawn(-1, 1, 2, 60, 50, 3));
    OnnxRuntimeEngine engine = new OnnxRuntimeEngine();
    List<Value> wanted = new ArrayList<>(inner);
    wanted.add(end);
    for (String threads : new String[] {"1", "2"}) {
      System.setProperty("tenon.threads", threads);
      try (Executable all = engine.compile(graph, store, inner)) {
        List<Tensor> found = all.run(batch, wanted);
        for (int i = 0; i < wanted.size(); i++) {
          Value one = wanted.get(i);
          try (Executable alone =
              engine.compile(graph, store, one == end ? List.of() : List.of(one))) {
            Tensor expected = alone.run(batch, List.of(one)).get(0);
            Tensor given = i % 2 == 0 ? found.get(i) : all.run(batch, List.of(one)).get(0);
            assertThat(given.shape()).as(one.name()).containsExactly(expected.shape());
            // AssertJ takes a minute to compare the 222,000 numbers of each.
            assertThat(apart(given.toFloatArray(), expected.toFloatArray()))
                .as(one.name())
                .isLessThanOrEqualTo(2e-6f);
          }
        }
      } finally {
        System.clearProperty("tenon.threads");
      }
    }
  }

  private static float apart(float[] given, float[] expected) {
    assertThat(given).hasSameSizeAs(expected);
    float most = 0;
    for (int i = 0; i < given.length; i++) {
      most = Math.max(most, Math.abs(given[i] - expected[i]));
    }
    return most;
  }

  @Test
  void activationsAreThoseOfTheSession() {
    Value x = builder.input("x", new TensorType(DType.FLOAT32, Shape.of(Dim.symbol("n"))));
    Value least = builder.input("least", new TensorType(DType.FLOAT32, Shape.of(new long[0])));
    Value start = ops.apply(new Unary.Neg(), x);
    Value low = ops.scalar(x, -1.5);
    List<Value> inner = new ArrayList<>(List.of(start));
    inner.add(ops.clip(start, 0, 6));
    inner.add(ops.apply(new Variadic.Clip(), start, low));
    inner.add(ops.apply(new Variadic.Clip(), start, low, null));
    inner.add(ops.apply(new Activations.LeakyRelu(0.2f), start));
    inner.add(ops.apply(new Activations.LeakyRelu(-0.3f), start));
    Value fed = ops.apply(new Variadic.Clip(), start, least);
    inner.add(fed);
    Graph graph = builder.build(List.of(ops.relu(fed)), List.of("end"));
    assertThat(RecomputedValues.of(graph, inner, store).others(inner)).containsExactly(start, fed);
    float infinity = Float.POSITIVE_INFINITY;
    Map<String, Tensor> batch =
        Map.of(
            "x", Tensor.of(new float[] {-9, -6, -2, -0.5f, 0, 0.5f, 1.5f, 9, infinity, -infinity}),
            "least", Tensor.scalar(DType.FLOAT32, 0.25));
    OnnxRuntimeEngine engine = new OnnxRuntimeEngine();
    try (Executable all = engine.compile(graph, store, inner)) {
      List<Tensor> found = all.run(batch, inner);
      for (int i = 0; i < inner.size(); i++) {
        try (Executable alone = engine.compile(graph, store, List.of(inner.get(i)))) {
          assertThat(found.get(i).toFloatArray())
              .as("value " + i)
              .containsExactly(
                  alone.run(batch, List.of(inner.get(i))).get(0).toFloatArray(), within(0f));
        }
      }
    }
  }

  @Test
  void notANumberStaysOne() {
    Value x = builder.input("x", new TensorType(DType.FLOAT32, Shape.of(Dim.symbol("n"))));
    Value sum = ops.apply(new Binary.Add(), ops.relu(x), x);
    Value relu = ops.relu(sum);
    Value end = ops.relu(relu);
    Graph graph = builder.build(List.of(end), List.of("end"));
    assertThat(RecomputedValues.of(graph, List.of(sum, relu), store).contains(relu)).isTrue();
    Tensor given = Tensor.of(new float[] {Float.NaN, -1, 2, Float.POSITIVE_INFINITY}, 4);
    try (Executable run = new OnnxRuntimeEngine().compile(graph, store, List.of(sum, relu))) {
      List<Tensor> found = run.run(Map.of("x", given), List.of(relu, end));
      assertThat(found.get(0).toFloatArray())
          .containsExactly(Float.NaN, 0, 4, Float.POSITIVE_INFINITY);
      assertThat(found.get(1).toFloatArray()).containsExactly(found.get(0).toFloatArray());
    }
  }
}
