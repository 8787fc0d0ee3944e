package dev.tenon.runtime.tensorflow.training;

import dev.tenon.runtime.Deadline;
import dev.tenon.runtime.Trainer;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A step that is also there several times in one graph, one after the other.
 *
 * <p>A step of a small network takes less time than what surrounds it: a run of the session, the
 * operations that fetch variables. A run of several steps has that once.
 */
final class UnrolledProgram implements Trainer.Program {
  /** The number of steps in a run. */
  static final int STEPS = 8;

  /** So many single steps save as much time as it takes to write one operation several times. */
  private static final int WORTH = 3;

  private final Trainer.Program step;
  private final long worth;
  private final Supplier<Steps> writer;
  private @Nullable Steps steps;
  private long done;

  /** Runs all steps and returns the first outputs of each, those of the first step first. */
  interface Steps {
    List<Tensor> run(Map<String, Tensor> inputs, int outputs);
  }

  /**
   * Prepares.
   *
   * @param step one step
   * @param operations how many operations it has
   * @param writer writes {@link #STEPS} steps, when they are first wanted
   */
  UnrolledProgram(Trainer.Program step, int operations, Supplier<Steps> writer) {
    this.step = step;
    this.worth = (long) WORTH * operations;
    this.writer = writer;
  }

  /** Returns the name of an input of one of the steps. */
  static String name(String input, int step) {
    return "step_" + step + "/" + input;
  }

  @Override
  public List<Tensor> run(Map<String, Tensor> inputs, int outputs, Deadline deadline) {
    done++;
    return step.run(inputs, outputs, deadline);
  }

  @Override
  public int stepsTogether() {
    return done < worth ? 1 : STEPS;
  }

  @Override
  public List<List<Tensor>> runAll(List<Map<String, Tensor>> inputs, int outputs) {
    List<List<Tensor>> results = new ArrayList<>();
    for (int from = 0; from < inputs.size(); from += STEPS) {
      List<Map<String, Tensor>> some = inputs.subList(from, Math.min(inputs.size(), from + STEPS));
      results.addAll(
          some.size() < STEPS
              ? Trainer.Program.super.runAll(some, outputs)
              : unrolled(some, outputs));
    }
    return results;
  }

  private List<List<Tensor>> unrolled(List<Map<String, Tensor>> inputs, int outputs) {
    Steps all = steps;
    if (all == null) {
      all = writer.get();
      steps = all;
    }
    Map<String, Tensor> named = new LinkedHashMap<>();
    for (int i = 0; i < STEPS; i++) {
      int place = i;
      inputs.get(i).forEach((name, tensor) -> named.put(name(name, place), tensor));
    }
    List<Tensor> results = all.run(named, outputs);
    int count = results.size() / STEPS;
    List<List<Tensor>> each = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      each.add(results.subList(i * count, (i + 1) * count));
    }
    return each;
  }
}
