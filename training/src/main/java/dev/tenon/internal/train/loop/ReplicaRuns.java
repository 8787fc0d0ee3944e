package dev.tenon.internal.train.loop;

import dev.tenon.internal.train.replica.ReplicaSums;
import dev.tenon.internal.train.step.OptimizerGraph;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.runtime.Replica;
import dev.tenon.runtime.Trainer;
import dev.tenon.tensor.DType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a session of several that train together runs besides its own steps. */
final class ReplicaRuns {
  private final Replica replica;
  private final Trainer trainer;
  private List<Parameter> learned = List.of();
  private List<DType> stepSums = List.of();
  private List<DType> testSums = List.of();
  private Trainer.@Nullable Program idleStep;
  private Trainer.@Nullable Program idleTest;
  private Trainer.@Nullable Program metrics;
  private Trainer.@Nullable Program means;

  ReplicaRuns(Replica replica, Trainer trainer) {
    this.replica = replica;
    this.trainer = trainer;
  }

  /** Notes what a step learns, and the types of the sums of its loss. */
  void stepWritten(List<Parameter> weights, List<DType> sums) {
    learned = weights;
    stepSums = sums;
  }

  /** Notes the types of the sums of the loss of an evaluation. */
  void testWritten(List<DType> sums) {
    testSums = sums;
  }

  /** Learns from a batch of which the others have all samples. */
  double idleStep(OptimizerGraph optimizer) {
    Trainer.Program program = idleStep;
    if (program == null) {
      requireFirst(!learned.isEmpty());
      program = trainer.prepare(ReplicaPrograms.idleStep(replica, optimizer, learned, stepSums));
      idleStep = program;
    }
    return program.run(Map.of()).get(0).getDouble(0);
  }

  /** Measures a batch of which the others have all samples. */
  double idleTest() {
    Trainer.Program program = idleTest;
    if (program == null) {
      requireFirst(!testSums.isEmpty());
      program = trainer.prepare(ReplicaPrograms.idle(replica, testSums));
      idleTest = program;
    }
    return program.run(Map.of()).get(0).getDouble(0);
  }

  private static void requireFirst(boolean seen) {
    if (!seen) {
      throw new IllegalStateException("the first batch has no sample for each of the replicas");
    }
  }

  /**
   * Gives all replicas the same metrics and states at the end of a pass.
   *
   * @param measured the variables of the metrics, which become sums
   * @param states the parameters of the layers, of which states of real numbers become means
   */
  void endPass(Collection<Parameter> measured, Collection<Parameter> states) {
    if (metrics == null && !measured.isEmpty()) {
      metrics = trainer.prepare(ReplicaPrograms.sum(replica, ReplicaSums.METRICS, measured));
    }
    List<Parameter> averages =
        states.stream()
            .filter(p -> p.role() == Parameter.Role.STATE && p.dtype().isFloating())
            .toList();
    if (means == null && !averages.isEmpty()) {
      means = trainer.prepare(ReplicaPrograms.mean(replica, ReplicaSums.STATES, averages));
    }
    if (metrics != null) {
      metrics.run(Map.of());
    }
    if (means != null && !averages.isEmpty()) {
      means.run(Map.of());
    }
  }
}
