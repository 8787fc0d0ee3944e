package dev.tenon.runtime.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.engine.Engine;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.runtime.Differentiation.Gradient;
import dev.tenon.runtime.TrainProgram;
import dev.tenon.runtime.Trainer;
import dev.tenon.runtime.TrainingEngine;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * The gradient of the gradient of every differentiable mapping against differences of the gradient,
 * or the operation that it is refused for.
 */
class SecondGradientTest {
  private final TrainingEngine engine = TrainingEngine.of(Engine.TENSORFLOW);

  /** One case for each gradient that is written here, and for each way of avoiding a constant. */
  private static final Set<String> SOME =
      Set.of(
          "Sigmoid",
          "Tanh",
          "Sqrt",
          "Reciprocal",
          "Relu",
          "Elu",
          "Selu",
          "Softplus",
          "Softsign",
          "Slice",
          "Conv input",
          "Conv kernel",
          "Conv depthwise input",
          "Conv depthwise kernel",
          "ConvTranspose input",
          "MaxPool VALID",
          "AveragePool VALID",
          "MaxPool 3D",
          "AveragePool 3D",
          "LayerNormalization",
          "Det");

  @TestFactory
  Stream<DynamicTest> gradientsOfGradientsEqualDifferences() {
    assertThat(GradientCases.all()).extracting(GradientCases.Case::name).containsAll(SOME);
    return tests(true);
  }

  @TestFactory
  @Tag("soak")
  Stream<DynamicTest> allOthersDoSo() {
    return tests(false);
  }

  private Stream<DynamicTest> tests(boolean some) {
    return GradientCases.all().stream()
        .filter(c -> SOME.contains(c.name()) == some)
        .map(c -> DynamicTest.dynamicTest(c.name(), () -> check(c)));
  }

  private void check(GradientCases.Case c) {
    Random random = new Random(c.name().hashCode());
    int size = (int) Shape.of(c.shape()).size().orMinusOne();
    double[] x = new double[size];
    double[] v = new double[size];
    for (int i = 0; i < size; i++) {
      double magnitude = 0.15 + 0.7 * random.nextDouble();
      x[i] = c.positive() || random.nextBoolean() ? magnitude : -magnitude;
      v[i] = random.nextDouble() - 0.5;
    }
    Tensor along = Tensor.of(v, c.shape());
    String refusal = UntrainedOperators.TWICE.get(c.name());
    try (Trainer trainer = engine.trainer("test", new ParameterStore())) {
      Trainer.Program twice;
      try {
        twice = trainer.prepare(program(c, along));
      } catch (UnsupportedModelException e) {
        assertThat(e.getMessage()).as(c.name()).contains(refusal == null ? "nothing" : refusal);
        return;
      }
      assertThat(refusal).as("what is not refused any more").isNull();
      Trainer.Program once = trainer.prepare(program(c, null));
      double h = c.tolerance() > 1e-3 ? 1e-2 : 1e-5;
      compare(
          c, run(c, twice, x), run(c, once, moved(x, v, h)), run(c, once, moved(x, v, -h)), 2 * h);
    }
  }

  private static void compare(
      GradientCases.Case c, double[] second, double[] more, double[] less, double width) {
    for (int i = 0; i < second.length; i++) {
      double expected = (more[i] - less[i]) / width;
      double scale = Math.max(1, Math.abs(expected));
      assertThat(second[i])
          .as(c.name() + " at " + i)
          .isCloseTo(expected, within(Math.max(1e-6, c.tolerance()) * scale));
    }
  }

  private static double[] moved(double[] x, double[] v, double h) {
    double[] moved = x.clone();
    for (int i = 0; i < x.length; i++) {
      moved[i] += h * v[i];
    }
    return moved;
  }

  private static double[] run(GradientCases.Case c, Trainer.Program program, double[] x) {
    return program.run(Map.of("x", Tensor.of(x, c.shape()))).get(0).toDoubleArray();
  }

  /** Asks for the gradient; where a direction is given, for that of its product with it. */
  private static TrainProgram program(GradientCases.Case c, @Nullable Tensor along) {
    GraphBuilder builder = new GraphBuilder("forward");
    Ops ops = new Ops(() -> builder, () -> new Origin("layer", "Test"));
    Value input = builder.input("x", new TensorType(DType.FLOAT64, Shape.of(c.shape())));
    Value y = GradientTest.weighedSum(ops, c.operator().apply(ops, input));
    Value result = ops.apply(new Gradient(List.of(Gradient.Form.WHOLE)), y, input);
    if (along != null) {
      Value product = ops.mul(result, ops.constant(along));
      Value sum = ops.reduceSum(ops.reshape(product, Shape.of(-1)), false, 0);
      result = ops.apply(new Gradient(List.of(Gradient.Form.WHOLE)), sum, input);
    }
    return new TrainProgram(builder.build(List.of(result), List.of("g")), null, List.of());
  }
}
