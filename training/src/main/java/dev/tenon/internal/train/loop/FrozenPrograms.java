package dev.tenon.internal.train.loop;

import dev.tenon.internal.train.objective.FrozenFront;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.pass.ShortGraphs;
import dev.tenon.runtime.TrainProgram;
import dev.tenon.runtime.Trainer;
import java.util.List;

/**
 * A training step in two programs: what is the same in each step for the same samples, and the
 * rest.
 *
 * @param inputs what the front is fed: the model's inputs
 * @param front computes the values that the rest reads
 * @param values these values, one row a sample
 * @param rest learns from them
 */
record FrozenPrograms(
    List<Value> inputs, Trainer.Program front, List<Value> values, Trainer.Program rest) {

  /**
   * Writes both programs for an engine.
   *
   * @param learning the program of the rest
   */
  static FrozenPrograms of(FrozenFront cut, TrainProgram learning, Trainer trainer) {
    Graph graph = cut.front();
    TrainProgram computing = new TrainProgram(graph, null, List.of());
    if (ShortGraphs.isShort(graph.nodes())) {
      Trainer.Program rest = trainer.prepare(learning);
      return new FrozenPrograms(graph.inputs(), trainer.prepare(computing), cut.values(), rest);
    }
    // An engine chooses its threads by the first program that it is given.
    Trainer.Program front = trainer.prepare(computing);
    return new FrozenPrograms(graph.inputs(), front, cut.values(), trainer.prepare(learning));
  }
}
