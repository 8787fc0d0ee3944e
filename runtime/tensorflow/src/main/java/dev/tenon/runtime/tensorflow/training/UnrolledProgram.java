package dev.tenon.runtime.tensorflow.training;

import dev.tenon.runtime.Deadline;
import dev.tenon.runtime.Trainer;
import dev.tenon.runtime.tensorflow.session.NativeInputs;
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

  /** Several steps, one after the other. */
  interface Steps {
    /** Makes what a run of them is fed. */
    NativeInputs inputs(Map<String, Tensor> inputs);

    /** Runs them and returns the first outputs of each, those of the first step first. */
    List<Tensor> run(NativeInputs inputs, int outputs);
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
    int unrolled = inputs.size() - inputs.size() % STEPS;
    if (unrolled == 0) {
      return Trainer.Program.super.runAll(inputs, outputs);
    }
    List<List<Tensor>> results = new ArrayList<>();
    unrolled(inputs.subList(0, unrolled), outputs, results);
    if (unrolled < inputs.size()) {
      Deadline.NONE.check();
      List<Map<String, Tensor>> rest = inputs.subList(unrolled, inputs.size());
      results.addAll(Trainer.Program.super.runAll(rest, outputs));
    }
    return results;
  }

  /** Runs a whole number of runs; the inputs of each are made while the one before it runs. */
  private void unrolled(List<Map<String, Tensor>> inputs, int outputs, List<List<Tensor>> results) {
    Steps all = steps;
    if (all == null) {
      all = writer.get();
      steps = all;
    }
    MadeInputs next = made(all, inputs, 0);
    try {
      for (int end = STEPS; end <= inputs.size(); end += STEPS) {
        if (end > STEPS) {
          Deadline.NONE.check();
        }
        try (NativeInputs now = next.get()) {
          next = made(all, inputs, end);
          List<Tensor> outcome = all.run(now, outputs);
          int count = outcome.size() / STEPS;
          for (int i = 0; i < STEPS; i++) {
            results.add(outcome.subList(i * count, (i + 1) * count));
          }
        }
      }
    } finally {
      next.close();
    }
  }

  private static MadeInputs made(Steps steps, List<Map<String, Tensor>> inputs, int from) {
    if (from == inputs.size()) {
      return MadeInputs.NONE;
    }
    Map<String, Tensor> named = new LinkedHashMap<>();
    for (int i = 0; i < STEPS; i++) {
      int place = i;
      inputs.get(from + i).forEach((name, tensor) -> named.put(name(name, place), tensor));
    }
    return MadeInputs.begin(() -> steps.inputs(named), from > 0);
  }
}
