package dev.tenon.runtime.tensorflow.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.engine.Engine;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Convolution;
import dev.tenon.ir.op.Normalization.BatchNormalization;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.runtime.Deadline;
import dev.tenon.runtime.Executable;
import dev.tenon.runtime.GraphEngine;
import dev.tenon.runtime.TrainProgram;
import dev.tenon.runtime.tensorflow.training.TensorFlowTrainer;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the definition of batch normalisation, from what the convolution gives alone. */
class KnownNormalizationsTest {
  private static final float EPSILON = 1e-3f;

  private final GraphBuilder builder = new GraphBuilder("normalised");
  private final Ops ops = new Ops(() -> builder, () -> Origin.NONE);
  private final ParameterStore store = new ParameterStore();
  private final Random random = new Random(7);

  private float[] numbers(int count, double least) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (least + random.nextDouble());
    }
    return values;
  }

  private Value weight(String name, float[] values, long... shape) {
    Parameter parameter =
        new Parameter(name, name, shape, DType.FLOAT32, Parameter.Role.WEIGHT, null);
    store.put(parameter, Tensor.of(values, shape));
    return builder.read(parameter);
  }

  private static int product(long... lengths) {
    return (int) Arrays.stream(lengths).reduce(1, Math::multiplyExact);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, true, true", "2, 1, true, true", "2, 1, true, false", "3, 1, true, true",
    "2, 4, true, true", "2, 2, true, true", "2, 1, false, true", "2, 4, false, false"
  })
  void isTheDefinitionBehindAConvolution(int axes, int group, boolean last, boolean bias) {
    long[] image = new long[axes + 1];
    long[] shape = new long[axes + 2];
    Arrays.fill(image, 5);
    Arrays.fill(shape, 2);
    image[last ? axes : 0] = 4;
    shape[last ? axes : 1] = 4 / group;
    shape[last ? axes + 1 : 0] = 8;
    Value x = builder.input("x", new TensorType(DType.FLOAT32, batches(image)));
    Value kernel = weight("kernel", numbers(product(shape), -0.5), shape);
    Convolution.Conv conv = new Convolution.Conv("NOTSET", null, group, null, null, null, last);
    Value convolved =
        bias
            ? ops.apply(conv, x, kernel, weight("bias", numbers(8, -0.5), 8))
            : ops.apply(conv, x, kernel);
    check(image, convolved, last);
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3"})
  void isTheDefinitionElsewhere(int axes) {
    long[] image = new long[axes];
    Arrays.fill(image, 8);
    Value x = builder.input("x", new TensorType(DType.FLOAT32, batches(image)));
    check(image, ops.relu(x), true);
  }

  private static Shape batches(long[] image) {
    return Shape.of(Dim.symbol("N")).concat(Shape.of(image));
  }

  private void check(long[] image, Value before, boolean last) {
    float[] scale = numbers(8, 0.5);
    float[] offset = numbers(8, -0.5);
    float[] mean = numbers(8, -0.5);
    float[] variance = numbers(8, 0.1);
    Value y =
        ops.apply(
            new BatchNormalization(EPSILON, 0, 0, last),
            before,
            weight("scale", scale, 8),
            weight("offset", offset, 8),
            weight("mean", mean, 8),
            weight("variance", variance, 8));
    Graph graph = builder.build(List.of(y), List.of("y"));
    long[] fed = new long[image.length + 1];
    System.arraycopy(image, 0, fed, 1, image.length);
    fed[0] = 3;
    Map<String, Tensor> input = Map.of("x", Tensor.of(numbers(product(fed), -0.5), fed));
    GraphEngine engine = GraphEngine.of(Engine.TENSORFLOW);
    Tensor alone;
    try (Executable run = engine.compile(graph, store, List.of(before))) {
      alone = run.run(input, List.of(before)).get(0);
    }
    double[] expected = alone.toDoubleArray();
    int each = last ? 1 : product(Arrays.copyOfRange(alone.shape(), 2, alone.rank()));
    for (int i = 0; i < expected.length; i++) {
      int channel = i / each % 8;
      double spread = Math.sqrt(variance[channel] + EPSILON);
      expected[i] = (expected[i] - mean[channel]) / spread * scale[channel] + offset[channel];
    }
    try (Executable run = engine.compile(graph, store, List.of())) {
      assertThat(run.run(input, List.of(y)).get(0).toDoubleArray())
          .containsExactly(expected, within(3e-6));
    }
    Parameter trained =
        new Parameter(
            "trained", "trained", new long[0], DType.FLOAT32, Parameter.Role.WEIGHT, null);
    store.put(trained, Tensor.scalar(DType.FLOAT32, 1));
    Value loss = ops.mul(ops.reduceSum(y, false, axes(alone.rank())), builder.read(trained));
    Graph forward = builder.build(List.of(loss, y), List.of("loss", "y"));
    GraphBuilder step = new GraphBuilder("step");
    Value gradient = step.input("gradient", new TensorType(DType.FLOAT32, Shape.of(new long[0])));
    TrainProgram.Optimization optimization =
        new TrainProgram.Optimization(
            loss,
            List.of(trained),
            step.build(List.of(gradient), List.of("g")),
            List.of(
                new TrainProgram.StepInput(
                    gradient, TrainProgram.StepInput.Kind.GRADIENT, trained)),
            List.of(new TrainProgram.Assignment(trained, gradient)),
            List.of());
    try (TensorFlowTrainer trainer = new TensorFlowTrainer("step", store, null)) {
      Tensor found =
          trainer
              .prepare(new TrainProgram(forward, optimization, List.of()))
              .run(input, 2, Deadline.NONE)
              .get(1);
      assertThat(found.toDoubleArray()).containsExactly(expected, within(3e-6));
    }
  }

  private static long[] axes(int rank) {
    return LongStream.range(0, rank).toArray();
  }
}
