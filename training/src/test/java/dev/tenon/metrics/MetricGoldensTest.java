package dev.tenon.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.engine.Engine;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.runtime.TrainProgram;
import dev.tenon.runtime.Trainer;
import dev.tenon.runtime.TrainingEngine;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Distances;
import dev.tenon.testing.Producers;
import dev.tenon.testing.RecordedCase;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every metric after each of three batches as Keras computes it, kept on the TensorFlow engine. */
final class MetricGoldensTest {
  private static final long[] BATCHES = {8, 8, 5};
  private static final double TOLERANCE = 1e-6;

  private final TrainingEngine engine = TrainingEngine.of(Engine.TENSORFLOW);

  @TestFactory
  Stream<DynamicTest> everyMetric() throws IOException {
    return RecordedCase.all("metric").stream()
        .map(each -> DynamicTest.dynamicTest(each.toString(), () -> check(each)));
  }

  @Test
  void everyClassIsRecorded() throws IOException {
    Set<String> recorded =
        RecordedCase.all("metric").stream()
            .map(each -> each.text("class"))
            .collect(Collectors.toSet());
    assertThat(Metrics.all()).extracting(Metric::className).isSubsetOf(recorded);
  }

  private void check(RecordedCase recorded) {
    Metric metric = Metrics.of(recorded.text("class"), recorded.config());
    GraphBuilder forward = new GraphBuilder("update");
    Ops ops = new Ops(() -> forward, () -> Origin.NONE);
    ParameterStore store = new ParameterStore();
    KeptState state = new KeptState(forward, store, recorded.input(forward, "mask"));
    Value weight = recorded.input(forward, "weight");
    Value target = recorded.input(forward, "target");
    Value prediction =
        Producers.through(ops, recorded.input(forward, "prediction"), recorded.through());
    metric.update(state, target == null ? prediction : target, prediction, weight);
    TrainProgram update =
        new TrainProgram(forward.build(List.of(), List.of()), null, state.assignments());
    GraphBuilder reading = new GraphBuilder("result");
    Value result = metric.result(state.in(reading));
    TrainProgram read =
        new TrainProgram(reading.build(List.of(result), List.of("result")), null, List.of());
    try (Trainer trainer = engine.trainer("metrics", store)) {
      Trainer.Program updating = trainer.prepare(update);
      Trainer.Program asking = trainer.prepare(read);
      Tensor results = recorded.recorded("results");
      long from = 0;
      for (int i = 0; i < BATCHES.length; i++) {
        updating.run(
            recorded.feed(from, from + BATCHES[i], "target", "prediction", "weight", "mask"));
        from += BATCHES[i];
        Distances.check(
            "batch " + i,
            asking.run(Map.of()).get(0),
            results.get(i),
            recorded.tolerance("results", TOLERANCE));
      }
    }
  }
}
