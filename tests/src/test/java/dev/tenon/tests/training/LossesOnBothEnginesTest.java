package dev.tenon.tests.training;

import dev.tenon.engine.Engine;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.losses.Loss;
import dev.tenon.losses.LossReduction;
import dev.tenon.losses.Losses;
import dev.tenon.runtime.Executable;
import dev.tenon.runtime.GraphEngine;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Distances;
import dev.tenon.testing.Producers;
import dev.tenon.testing.RecordedCase;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Losses that need more than arithmetic, on both engines, against the numbers of Keras. */
final class LossesOnBothEnginesTest {
  private static final Set<String> CLASSES = Set.of("CTC", "Circle");

  @TestFactory
  Stream<DynamicTest> valuesOfKeras() throws IOException {
    return RecordedCase.all("loss").stream()
        .filter(each -> CLASSES.contains(each.text("class")))
        .flatMap(
            each ->
                Stream.of(Engine.values())
                    .map(
                        engine ->
                            DynamicTest.dynamicTest(
                                engine + " " + each, () -> check(each, GraphEngine.of(engine)))));
  }

  private static void check(RecordedCase recorded, GraphEngine engine) {
    GraphBuilder builder = new GraphBuilder("loss");
    Ops ops = new Ops(() -> builder, () -> Origin.NONE);
    Tensor predicted = recorded.array("prediction");
    Shape shape = Shape.of(predicted.shape()).with(0, RecordedCase.BATCH);
    Value prediction = builder.input("prediction", new TensorType(DType.FLOAT32, shape));
    Loss loss = Losses.of(recorded.text("class"), recorded.config());
    Value value =
        LossReduction.loss(
            ops,
            new Producers(builder),
            loss,
            recorded.input(builder, "target"),
            prediction,
            recorded.input(builder, "weight"),
            recorded.input(builder, "mask"));
    Executable program =
        engine.compile(
            builder.build(List.of(value), List.of("value")), new ParameterStore(), List.of());
    try {
      Map<String, Tensor> fed =
          recorded.feed(0, predicted.dim(0), "prediction", "target", "weight", "mask");
      Tensor found = program.run(fed, List.of(value)).get(0);
      double tolerance = recorded.tolerance("value", 1e-6);
      Distances.check("value", found, recorded.recorded("value"), tolerance);
    } finally {
      program.close();
    }
  }
}
