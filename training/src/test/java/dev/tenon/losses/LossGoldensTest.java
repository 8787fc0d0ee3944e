package dev.tenon.losses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.engine.Engine;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.runtime.TrainProgram;
import dev.tenon.runtime.Trainer;
import dev.tenon.runtime.TrainingEngine;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Distances;
import dev.tenon.testing.Producers;
import dev.tenon.testing.RecordedCase;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The value and the gradient of every loss as Keras computes them, on the TensorFlow engine. */
final class LossGoldensTest {
  private final TrainingEngine engine = TrainingEngine.of(Engine.TENSORFLOW);

  @TestFactory
  Stream<DynamicTest> everyLoss() throws IOException {
    return RecordedCase.all("loss").stream()
        .map(each -> DynamicTest.dynamicTest(each.toString(), () -> check(each)));
  }

  @Test
  void everyClassIsRecorded() throws IOException {
    Set<String> recorded =
        RecordedCase.all("loss").stream()
            .map(each -> each.text("class"))
            .collect(Collectors.toSet());
    assertThat(Losses.all()).extracting(Loss::className).isSubsetOf(recorded);
  }

  private void check(RecordedCase recorded) {
    Tensor prediction = recorded.array("prediction");
    Parameter p = parameter("prediction", prediction);
    Parameter g = parameter("gradient", prediction);
    ParameterStore store = new ParameterStore();
    store.put(p, prediction);
    store.put(g, Tensor.zeros(DType.FLOAT32, prediction.shape()));
    try (Trainer trainer = engine.trainer("losses", store)) {
      Tensor value =
          trainer
              .prepare(program(recorded, p, g))
              .run(recorded.feed(0, prediction.dim(0), "target", "weight", "mask"))
              .get(0);
      Distances.check(
          "value", value, recorded.recorded("value"), recorded.tolerance("value", 1e-6));
      Distances.check(
          "gradient",
          trainer.read(g),
          recorded.recorded("gradient"),
          recorded.tolerance("gradient", 1e-5));
    }
  }

  private static Parameter parameter(String name, Tensor like) {
    return new Parameter(name, name, like.shape(), DType.FLOAT32, Parameter.Role.WEIGHT, null);
  }

  /** A step whose only effect is that {@code g} becomes the gradient of the summed loss. */
  private static TrainProgram program(RecordedCase recorded, Parameter p, Parameter g) {
    GraphBuilder builder = new GraphBuilder("forward");
    Ops ops = new Ops(() -> builder, () -> Origin.NONE);
    Producers producers = new Producers(builder);
    Value target = recorded.input(builder, "target");
    Value weight = recorded.input(builder, "weight");
    Value mask = recorded.input(builder, "mask");
    Value prediction = Producers.through(ops, builder.read(p), recorded.through());
    Loss loss = Losses.of(recorded.text("class"), recorded.config());
    Value value = LossReduction.loss(ops, producers, loss, target, prediction, weight, mask);
    Value sum = ops.apply(new Reduction.ReduceSum(0, 0), value);
    GraphBuilder step = new GraphBuilder("step");
    TensorType type = new TensorType(DType.FLOAT32, Shape.of(p.shape()));
    Value gradient = step.input("gradient", type);
    return new TrainProgram(
        builder.build(List.of(value, sum), List.of("value", "sum")),
        new TrainProgram.Optimization(
            sum,
            List.of(p),
            step.build(List.of(gradient), List.of("gradient")),
            List.of(new TrainProgram.StepInput(gradient, TrainProgram.StepInput.Kind.GRADIENT, p)),
            List.of(new TrainProgram.Assignment(g, gradient)),
            List.of()),
        List.of());
  }
}
