package dev.tenon.runtime.tensorflow.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.error.RunStoppedException;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.runtime.Deadline;
import dev.tenon.runtime.Trainer;
import dev.tenon.runtime.tensorflow.session.GraphSession;
import dev.tenon.runtime.tensorflow.session.NativeInputs;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tensorflow.Output;

/** Runs of several steps, whatever goes wrong in one: what was fed is freed. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class UnrolledProgramTest {
  private static final int STEPS = UnrolledProgram.STEPS;

  private final GraphSession session = new GraphSession("test", false);
  private final GraphSession.Feed feed =
      session.input(Value.of("x", new TensorType(DType.FLOAT32, Shape.of(1L))));
  private final Output<?> result = session.output(feed.tensor());
  private final List<NativeInputs> made = Collections.synchronizedList(new ArrayList<>());
  private final List<Float> single = new ArrayList<>();

  @AfterEach
  void close() {
    session.close();
  }

  /** A step whose output is its input; of several only the first has one. */
  private UnrolledProgram program(Runnable before) {
    Trainer.Program step =
        (inputs, outputs, deadline) -> {
          Tensor x = inputs.getOrDefault("x", Tensor.of(new float[] {0}, 1));
          single.add((float) x.getDouble(0));
          return List.of(x);
        };
    UnrolledProgram.Steps steps =
        new UnrolledProgram.Steps() {
          @Override
          public NativeInputs inputs(Map<String, Tensor> inputs) {
            Tensor first = inputs.get(UnrolledProgram.name("x", 0));
            if (first == null) {
              throw new IllegalArgumentException("x is missing");
            }
            NativeInputs fed = session.inputs(List.of(feed), Map.of("x", first));
            made.add(fed);
            return fed;
          }

          @Override
          public List<Tensor> run(NativeInputs inputs, int outputs) {
            before.run();
            return Collections.nCopies(STEPS, read(inputs));
          }
        };
    return new UnrolledProgram(step, 1, () -> steps);
  }

  private Tensor read(NativeInputs inputs) {
    return session.run(inputs, List.of(result), List.of(DType.FLOAT32), List.of(), null).get(0);
  }

  private static List<Map<String, Tensor>> inputs(int count) {
    return IntStream.range(0, count)
        .<Map<String, Tensor>>mapToObj(i -> Map.of("x", Tensor.of(new float[] {i}, 1)))
        .toList();
  }

  private void assertFreed(int runs) {
    assertThat(made).hasSize(runs);
    for (NativeInputs inputs : made) {
      assertThatThrownBy(() -> read(inputs)).isInstanceOf(RuntimeException.class);
    }
  }

  @Test
  void eachRunHasItsOwnInputs() {
    List<List<Tensor>> found = program(() -> {}).runAll(inputs(3 * STEPS + 2), 1);
    assertThat(found.stream().map(each -> each.get(0).getDouble(0)).distinct())
        .containsExactly(0.0, 8.0, 16.0, 24.0, 25.0);
    assertThat(found).hasSize(3 * STEPS + 2);
    assertThat(single).as("what is left of a run").containsExactly(24f, 25f);
    assertFreed(3);
  }

  @Test
  void aRunThatFailsFreesWhatIsMadeForTheNext() {
    int[] runs = {0};
    UnrolledProgram program =
        program(
            () -> {
              if (++runs[0] == 2) {
                throw new IllegalStateException("the second run");
              }
            });
    assertThatThrownBy(() -> program.runAll(inputs(3 * STEPS), 1)).hasMessage("the second run");
    // The third may have been made aside, or by nobody.
    assertThat(made).hasSizeBetween(2, 3);
    assertFreed(made.size());
  }

  @Test
  void inputsThatCannotBeMadeStopTheirRun() {
    List<Map<String, Tensor>> some = new ArrayList<>(inputs(2 * STEPS));
    some.set(STEPS, Map.of());
    assertThatThrownBy(() -> program(() -> {}).runAll(some, 1)).hasMessage("x is missing");
    assertFreed(1);
  }

  @Test
  void anInterruptIsSeenBetweenTwoRuns() {
    UnrolledProgram program = program(() -> Thread.currentThread().interrupt());
    assertThatThrownBy(() -> program.runAll(inputs(2 * STEPS), 1))
        .isInstanceOf(RunStoppedException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertFreed(made.size());
  }

  @Test
  void fewStepsAreSingle() {
    assertThat(program(() -> {}).runAll(inputs(STEPS - 1), 1)).hasSize(STEPS - 1);
    assertThat(made).isEmpty();
    assertThat(program(() -> {}).run(inputs(1).get(0), 1, Deadline.NONE)).hasSize(1);
  }
}
